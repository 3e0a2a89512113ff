"""Published months as the rows of a table: one for each number that is told or hidden."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _

from alliance.reports.formats.tables import Column, Row
from alliance.reports.queries.figure_words import team_words
from alliance.trends.months import months_later
from alliance.trends.published_month import AGES, LINES, REASONS, Month, Stretch
from alliance.trends.small_groups import Figure

FIGURES = {
    "clients_seen": "seen",
    "sessions_logged": "sessions",
    "sessions_due": "due",
    "open_ruptures": "strained",
    "waiting_for_review": "waiting",
}
DIVIDED = {
    "clients_seen": ("line", LINES),
    "open_ruptures": ("strained_for", AGES),
    "waiting_for_review": ("waiting_for", AGES),
}
STRETCHES = ("opened", "closed", "repaired")
WEEKS = "weeks_to_repair"


def columns() -> list[Column]:
    """A column's meaning stands in the dictionary that goes along."""
    names = ", ".join([*FIGURES, *STRETCHES, WEEKS])
    kinds = ", ".join([*LINES, *AGES, *REASONS])
    return [
        Column(name="month", type="date", meaning=_("the month told of, by its first day")),
        Column(
            name="since",
            type="date",
            meaning=_("the first month counted, for what is gathered over several"),
        ),
        Column(
            name="teams",
            type="text",
            meaning=_("the teams told together; empty: the whole clinic, or all of one’s own"),
        ),
        Column(
            name="figure",
            type="code",
            values=names,
            meaning=_(
                "what is counted: clients, for sessions_… sessions; ruptures and logs that wait as"
                " they stood at the end of the month; weeks_to_repair is a mean over clients"
            ),
        ),
        Column(
            name="kind",
            type="code",
            values=kinds,
            meaning=_(
                "which of them: by the last session against the client’s own usual range, by the"
                " age of the oldest, by the reason for closing; empty: all"
            ),
        ),
        Column(
            name="amount",
            type="number",
            meaning=_("how many; empty where it is hidden, because few clients could be found"),
        ),
    ]


def rows_of(months: Mapping[date, Month], *, names: Mapping[str, str]) -> Iterator[Row]:
    """In the order of the months. What is still gathered has no row yet."""
    for month, told in sorted(months.items()):
        for name, field in FIGURES.items():
            yield from _figure_rows(month, name, getattr(told, field), names=names)
            if name in DIVIDED:
                part, kinds = DIVIDED[name]
                for kind in kinds:
                    yield (month, None, "", name, kind, getattr(told, part)[kind])
        for name in STRETCHES:
            stretch: Stretch | None = getattr(told, name)
            if stretch is not None:
                yield from _stretch_rows(month, name, stretch, names=names)


def _figure_rows(
    month: date,
    name: str,
    figure: Figure,
    *,
    names: Mapping[str, str],
    since: date | None = None,
) -> Iterator[Row]:
    yield (month, since, "", name, "", figure.total)
    by_name = {team_words(teams, names=names): amount for teams, amount in figure.teams.items()}
    for teams, amount in sorted(by_name.items()):
        yield (month, since, teams, name, "", amount)


def _stretch_rows(
    month: date, name: str, stretch: Stretch, *, names: Mapping[str, str]
) -> Iterator[Row]:
    since = months_later(month, 1 - stretch.months)
    yield from _figure_rows(month, name, stretch.figure, names=names, since=since)
    for kind, amount in stretch.parts.items():
        yield (month, since, "", name, kind, amount)
    if name == "repaired":
        yield (month, since, "", WEEKS, "", stretch.weeks)
