"""What figures say over a period, ready to print: for the page, for paper and for a sheet.

Made of months as they are published, so it says nothing that they don't. A clinician's own months
come in the same shape and hide nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.reports.queries.figure_charts import Chart, figure_charts
from alliance.reports.queries.figure_words import hidden, month_words, told, weeks_words
from alliance.reports.queries.month_table import MonthTable, month_table
from alliance.trends.period import logged, mean_weeks, spans
from alliance.trends.published_month import Month

type Months = Mapping[date, Month]


@dataclass(frozen=True)
class Fact:
    """One large number: what it counts, and what it was before."""

    value: str
    name: str
    before: str


@dataclass(frozen=True)
class Figures:
    line: str
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    table: MonthTable


def figures(months: Months, *, before: Months, names: Mapping[str, str], team: str = "") -> Figures:
    """Of `months` (at least one) beside those `before`. `names` of teams by id; `team`: of which
    the table is, the whole clinic's if empty.
    """
    return Figures(
        line=_line(months, before=before),
        facts=tuple(_facts(months, before=before)),
        charts=tuple(figure_charts(months, names=names)),
        table=month_table(months, names=names, team=team),
    )


def _line(months: Months, *, before: Months) -> str:
    period = month_words(min(months), max(months))
    if not before:
        return period
    beside = ngettext(
        "%(period)s, compared with the month before",
        "%(period)s, compared with the %(count)s months before",
        len(before),
    )
    return beside % {"period": period, "count": len(before)}


def _facts(months: Months, *, before: Months) -> Iterator[Fact]:
    yield Fact(_percent(months) or hidden(), _("sessions logged"), _was(_percent(before)))
    last = date_format(max(months), "F")
    yield _stock("seen", _("clients seen in %(month)s") % {"month": last}, months, before)
    yield _stock("strained", _("clients with an open rupture"), months, before)
    earlier = mean_weeks(list(spans(before, "repaired")))
    was = "" if earlier is None else _was(weeks_words(earlier, spans=()))
    yield Fact(_weeks(months), _("from rupture to repair, on average"), was)


def _stock(name: str, words: str, months: Months, before: Months) -> Fact:
    """How it stood in the last month, beside the last one before."""
    was = getattr(before[max(before)], name).total if before else None
    value = told(getattr(months[max(months)], name).total)
    return Fact(value, words, "" if was is None else _was(str(was)))


def _percent(months: Months) -> str:
    counted = logged(months.values())
    return "" if counted is None or counted.percent is None else f"{counted.percent}%"


def _weeks(months: Months) -> str:
    repaired = list(spans(months, "repaired"))
    return weeks_words(mean_weeks(repaired), spans=repaired)


def _was(before: str) -> str:
    return _("was %(before)s") % {"before": before} if before else ""
