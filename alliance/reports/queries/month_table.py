"""The figures of a period as a table, a month a row: all that the charts draw, and by team."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.reports.queries.figure_words import hidden, team_words, told
from alliance.trends.months import months_later
from alliance.trends.period import amount_of
from alliance.trends.published_month import Month, Stretch
from alliance.trends.small_groups import Figure

STOCKS = ("seen", "sessions", "due", "strained", "waiting")
STRETCHES = ("opened", "closed", "repaired")


@dataclass(frozen=True)
class MonthRow:
    month: date
    cells: tuple[str, ...]


@dataclass(frozen=True)
class MonthTable:
    headings: tuple[str, ...]
    rows: tuple[MonthRow, ...]


def month_table(
    months: Mapping[date, Month], *, names: Mapping[str, str], team: str = ""
) -> MonthTable:
    """`team`: the id of one, or empty for the whole clinic."""
    rows = [
        MonthRow(month, tuple(_cells(month, figures, names=names, team=team)))
        for month, figures in sorted(months.items())
    ]
    return MonthTable(
        headings=(
            _("Month"),
            _("Clients seen"),
            _("Sessions logged"),
            _("Sessions due"),
            _("Open ruptures"),
            _("Waiting for review"),
            _("Opened"),
            _("Closed"),
            _("Repaired"),
        ),
        rows=tuple(rows),
    )


def _cells(month: date, figures: Month, *, names: Mapping[str, str], team: str) -> Iterator[str]:
    for name in STOCKS:
        yield _cell(getattr(figures, name), names=names, team=team)
    for name in STRETCHES:
        yield _stretch_cell(month, getattr(figures, name), names=names, team=team)


def _cell(figure: Figure, *, names: Mapping[str, str], team: str) -> str:
    if not team:
        return told(figure.total)
    found = amount_of(figure, team)
    if found is None:
        return hidden()
    teams, amount = found
    if others := teams - {team}:
        beside = {"amount": amount, "teams": team_words(others, names=names)}
        return _("%(amount)s with %(teams)s") % beside
    return str(amount)


def _stretch_cell(
    month: date, stretch: Stretch | None, *, names: Mapping[str, str], team: str
) -> str:
    """A stretch stands in its last month, with the months it covers if they are several."""
    if stretch is None:
        return _("not yet")
    cell = _cell(stretch.figure, names=names, team=team)
    if stretch.months == 1:
        return cell
    first = date_format(months_later(month, 1 - stretch.months), "M")
    return _("%(amount)s since %(month)s") % {"amount": cell, "month": first}
