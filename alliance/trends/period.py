"""Figures of a period: worked out from its published months, so that they tell nothing more."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alliance.trends.months import months_later
from alliance.trends.published_month import Month, Stretch
from alliance.trends.small_groups import Figure, Teams, percent


@dataclass(frozen=True, slots=True)
class Logged:
    """Sessions logged, and sessions logged or missing, of the teams told together.

    The whole clinic where `teams` is empty.
    """

    teams: Teams
    sessions: int
    due: int

    @property
    def percent(self) -> int | None:
        """0–100, of the rounded numbers; None where no session was due."""
        return percent(self.sessions, self.due)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch and the whole months it covers."""

    first: date
    last: date
    stretch: Stretch


def logged(months: Iterable[Month]) -> Logged | None:
    """Of the months in which both numbers may be told; None if there is none."""
    told = [
        (month.sessions.total, month.due.total)
        for month in months
        if month.sessions.total is not None and month.due.total is not None
    ]
    if not told:
        return None
    return Logged(frozenset(), sum(sessions for sessions, _ in told), sum(due for _, due in told))


def logged_by_team(months: Iterable[Month]) -> list[Logged]:
    """Of the months that are told by team. Teams told together in one month are so in all."""
    told = [month for month in months if month.due.teams]
    groups = _joined(teams for month in told for teams in month.due.teams)
    counted = {group: [0, 0] for group in groups}
    for month in told:
        for group in groups:
            counted[group][0] += _amount_within(month.sessions, group)
            counted[group][1] += _amount_within(month.due, group)
    return [Logged(group, sessions, due) for group, (sessions, due) in counted.items()]


def amount_of(figure: Figure, team: str) -> tuple[Teams, int] | None:
    """What is told of the group that `team` is in; None where nothing is told by team.

    A team that had no client in a month that is told by team has none of anything.
    """
    if not figure.teams:
        return None
    found = ((teams, amount) for teams, amount in figure.teams.items() if team in teams)
    return next(found, (frozenset({team}), 0))


def spans(months: Mapping[date, Month], name: str) -> Iterator[Span]:
    """The stretches of `opened`, `closed` or `repaired` that ended in these months, in order."""
    for last, month in sorted(months.items()):
        stretch: Stretch | None = getattr(month, name)
        if stretch is not None:
            yield Span(months_later(last, 1 - stretch.months), last, stretch)


def mean_weeks(told: Sequence[Span]) -> int | None:
    """Weeks from rupture to repair, over the clients of several stretches."""
    weighed = [
        (span.stretch.weeks, span.stretch.figure.total)
        for span in told
        if span.stretch.weeks is not None and span.stretch.figure.total
    ]
    clients = sum(total for _, total in weighed)
    return round(sum(weeks * total for weeks, total in weighed) / clients) if clients else None


def _joined(groups: Iterable[Teams]) -> list[Teams]:
    """The groups, those with a team in common put together."""
    joined: list[Teams] = []
    for group in groups:
        meeting = [each for each in joined if each & group]
        joined = [each for each in joined if not each & group]
        joined.append(group.union(*meeting))
    return joined


def _amount_within(figure: Figure, group: Teams) -> int:
    return sum(amount for teams, amount in figure.teams.items() if teams <= group)
