"""Figures of a period on paper: the values of `templates/print/figures.typ`."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.people.models import Membership
from alliance.reports.queries.figure_charts import Chart
from alliance.reports.queries.figure_words import month_words
from alliance.reports.queries.figures import Figures
from alliance.reports.queries.month_table import MonthTable
from alliance.reports.queries.periods import Period
from alliance.web.pdf import drawn_for_print, in_words


def figures_paper(
    figures: Figures | None, period: Period, *, by: Membership, today: date, is_own: bool = False
) -> dict[str, Any]:
    """`by` comes with its clinic and user. Without figures it says that there are none."""
    told = figures or Figures(_no_figures(period), (), (), MonthTable((), ()))
    return {
        "title": _("My practice") if is_own else by.clinic.name,
        "kind": _("My practice") if is_own else _("Clinic summary"),
        "clinic": by.clinic.name,
        "line": told.line,
        "facts": [[fact.value, fact.name, fact.before] for fact in told.facts],
        "charts": [_chart(chart) for chart in told.charts],
        "table": {
            "headings": list(told.table.headings),
            "rows": [[date_format(row.month, "M Y"), *row.cells] for row in told.table.rows],
        },
        "notes": [own_note()] if is_own else clinic_notes(),
        "footer": _(
            "Self-reflection by clinicians: not a measure of any client, and no basis for an"
            " appraisal. No reflection is in it. Prepared on %(day)s for %(name)s."
        )
        % {"day": date_format(today, "j F Y"), "name": by.user.name},
        "page": _("Page"),
        "words": {"table": _("Month by month")},
    }


def _no_figures(period: Period) -> str:
    months = month_words(period.first, period.last)
    return _("%(period)s: no month of this period is told yet.") % {"period": months}


def own_note() -> str:
    return _("These are your own clients. Nothing is rounded or hidden, and nobody else sees it.")


def clinic_notes() -> list[str]:
    return [
        _(
            "Groups of fewer than eight clients are hidden or told together with another, other"
            " counts are rounded to five, so that nobody can be found by subtraction."
        ),
        _(
            "A month is counted once, on the eighth of the next month, and not again. What happens"
            " seldom is gathered over several months until there are eight."
        ),
    ]


def _chart(chart: Chart) -> dict[str, str]:
    svg = drawn_for_print(str(chart.drawing))
    return {"title": chart.title, "line": chart.line, "svg": svg, "alt": in_words(svg)}
