"""The charts of a period's figures, each with a heading and a line in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.reports.queries.figure_words import (
    AGE_WORDS,
    LINE_WORDS,
    REASON_WORDS,
    hidden,
    month_words,
    team_words,
    told,
)
from alliance.trends.period import logged_by_team, spans
from alliance.trends.published_month import REASONS, Month
from alliance.web.charts.bars import Bar, bar_chart, month_columns

type Months = Mapping[date, Month]
HIDDEN_MARK = "…"
FEWEST_GROUPS = 2


@dataclass(frozen=True)
class Chart:
    """A drawing that tells itself in words too, with its heading and the line below that."""

    ident: str
    title: str
    line: str
    drawing: SafeString


def figure_charts(months: Months, *, names: Mapping[str, str]) -> Iterator[Chart]:
    """Of `months`, at least one. What stands at an end is that of the last month."""
    end = max(months)
    last, at_end = months[end], {"month": date_format(end, "F Y")}
    if any(month.due.teams for month in months.values()):
        yield _by_team(months, names=names)
    yield _by_month(months)
    line = _("Clients by their last session in %(month)s, against their own usual range") % at_end
    yield _by_kind("line", _("Where clients stand"), line, last.line, LINE_WORDS)
    line = _("Clients by their oldest open rupture, at the end of %(month)s") % at_end
    yield _by_kind("strained", _("Open ruptures"), line, last.strained_for, AGE_WORDS)
    yield _closed(months)
    line = _("Clients by the oldest log that waits, at the end of %(month)s") % at_end
    yield _by_kind("waiting", _("Waiting for review"), line, last.waiting_for, AGE_WORDS)


def _by_team(months: Months, *, names: Mapping[str, str]) -> Chart:
    """In the order of their names: sorted by a number it would be a league table.

    Of all months, or of the last one told by team where the others join too many of them.
    """
    told = {month: figures for month, figures in months.items() if figures.due.teams}
    by_team = logged_by_team(told.values())
    if len(by_team) < FEWEST_GROUPS:
        told = {max(told): told[max(told)]}
        by_team = logged_by_team(told.values())
    bars = [
        Bar(
            name=team_words(group.teams, names=names),
            told=_("%(sessions)s of %(due)s") % {"sessions": group.sessions, "due": group.due},
            share=(group.percent or 0) / 100,
        )
        for group in by_team
    ]
    bars.sort(key=lambda bar: bar.name.lower())
    title = _("Sessions logged, by team")
    line = _("Of those that each client’s own rhythm leads one to expect, %(months)s") % {
        "months": month_words(min(told), max(told))
    }
    return Chart("teams", title, line, bar_chart(bars, ident="chart-teams", title=title))


def _by_month(months: Months) -> Chart:
    totals = {month: figures.sessions.total for month, figures in sorted(months.items())}
    most = max((total for total in totals.values() if total), default=0)
    columns = [
        Bar(
            name=date_format(month, "M"),
            told=told(total),
            share=None if total is None else total / most if most else 0,
            mark=HIDDEN_MARK if total is None else str(total),
        )
        for month, total in totals.items()
    ]
    title, line = _("Sessions, month by month"), _("As many as were logged")
    return Chart("months", title, line, month_columns(columns, ident="chart-months", title=title))


def _by_kind(
    ident: str,
    title: str,
    line: str,
    parts: Mapping[str, int | None],
    words: Mapping[str, str | Promise],
) -> Chart:
    most = max((amount for amount in parts.values() if amount), default=0)
    bars = [
        Bar(
            name=str(name),
            told=told(parts[kind]),
            share=None if (amount := parts[kind]) is None else amount / most if most else 0,
        )
        for kind, name in words.items()
    ]
    return Chart(ident, title, line, bar_chart(bars, ident=f"chart-{ident}", title=title))


def _closed(months: Months) -> Chart:
    """Reasons summed over the stretches that ended in the period; hidden where one of them is."""
    closed, opened = list(spans(months, "closed")), list(spans(months, "opened"))
    parts: dict[str, int | None] = {}
    for reason in REASONS:
        amounts = [span.stretch.parts[reason] for span in closed]
        shown = [amount for amount in amounts if amount is not None]
        parts[reason] = sum(shown) if closed and len(shown) == len(amounts) else None
    counted = [
        _("%(count)s closed, %(months)s")
        % {
            "count": sum(span.stretch.figure.total or 0 for span in closed),
            "months": month_words(closed[0].first, closed[-1].last),
        }
        if closed
        else _("closed: %(hidden)s") % {"hidden": hidden()},
        _("%(count)s opened, %(months)s")
        % {
            "count": sum(span.stretch.figure.total or 0 for span in opened),
            "months": month_words(opened[0].first, opened[-1].last),
        }
        if opened
        else _("opened: %(hidden)s") % {"hidden": hidden()},
    ]
    return _by_kind("closed", _("Opened and closed"), "; ".join(counted), parts, REASON_WORDS)
