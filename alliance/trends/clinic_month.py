"""A month of a clinic: from what each client adds to it, to the figures that are published.

What happens seldom (opened, closed, repaired) is gathered over as many whole months as it takes;
each of these stretches begins where the one before ended.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from alliance.trends.published_month import AGES, LINES, REASONS, Month, Stretch
from alliance.trends.small_groups import Cell, Figure, Rule, Teams, divided, published

WHOLE = "whole"
_TWO_WEEKS, _FOUR_WEEKS = 14, 28
DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientMonth:
    """What one client adds to the figures of one month. Each client counts in one team."""

    client: str
    team: str
    sessions: int = 0
    missing: int = 0
    # One of LINES for a client with a session, else empty.
    line: str = ""
    # How long, at the end of the month, the oldest open rupture and the oldest log that waits for
    # a review have been there; None without one.
    strained_days: int | None = None
    waiting_days: int | None = None
    is_opened: bool = False
    # One of REASONS if closed in the month, else empty.
    closed: str = ""
    # How long the ruptures that were repaired in the month had been there.
    repaired_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The months, this one last, since something that happens seldom was last published."""

    opened: Sequence[Sequence[ClientMonth]]
    closed: Sequence[Sequence[ClientMonth]]
    repaired: Sequence[Sequence[ClientMonth]]


def month_of(clients: Sequence[ClientMonth], *, gathered: Gathered, rule: Rule) -> Month:
    """What may be published of a month in which `clients` have a part.

    The month is cut into teams once, by whom they saw. Every other figure is cut in the same way
    or more coarsely: two different cuts of the same clients could be laid over each other.
    """
    seen = _published(clients, _seen, rule=rule)
    sessions = _published(clients, _sessions, within=seen, rule=rule)
    due = _published(clients, _due, within=sessions, rule=rule)
    return Month(
        seen=seen,
        sessions=sessions,
        due=due,
        line=_divided(clients, LINES, lambda client: client.line, rule),
        strained=_published(clients, _strained, within=seen, rule=rule),
        strained_for=_divided(clients, AGES, lambda client: _age(client.strained_days), rule),
        waiting=_published(clients, _waiting, within=seen, rule=rule),
        waiting_for=_divided(clients, AGES, lambda client: _age(client.waiting_days), rule),
        opened=_stretch(gathered.opened, _is_opened, within=seen, rule=rule),
        closed=_closed(gathered.closed, within=seen, rule=rule),
        repaired=_repaired(gathered.repaired, within=seen, rule=rule),
    )


def _seen(client: ClientMonth) -> Cell:
    seen = int(client.sessions > 0)
    return Cell((seen,), seen)


def _sessions(client: ClientMonth) -> Cell:
    """Sessions less clients would tell of those who came more than once."""
    return Cell((int(client.sessions > 0), int(client.sessions > 1)), client.sessions)


def _due(client: ClientMonth) -> Cell:
    """Sessions due less sessions logged would tell of those with a log missing."""
    guarded = (*_sessions(client).guarded, int(client.missing > 0))
    return Cell(guarded, client.sessions + client.missing)


def _strained(client: ClientMonth) -> Cell:
    strained = int(client.strained_days is not None)
    return Cell((strained,), strained)


def _waiting(client: ClientMonth) -> Cell:
    waiting = int(client.waiting_days is not None)
    return Cell((waiting,), waiting)


def _is_opened(client: ClientMonth) -> bool:
    return client.is_opened


def _closed(
    months: Sequence[Sequence[ClientMonth]], *, within: Figure, rule: Rule
) -> Stretch | None:
    stretch = _stretch(months, lambda client: bool(client.closed), within=within, rule=rule)
    closed = {client.client: client for month in months for client in month if client.closed}
    parts = _divided(closed.values(), REASONS, lambda client: client.closed, rule)
    return None if stretch is None else replace(stretch, parts=parts)


def _repaired(
    months: Sequence[Sequence[ClientMonth]], *, within: Figure, rule: Rule
) -> Stretch | None:
    stretch = _stretch(months, lambda client: bool(client.repaired_days), within=within, rule=rule)
    took: dict[str, list[int]] = {}
    for month in months:
        for client in month:
            if client.repaired_days:
                took.setdefault(client.client, []).extend(client.repaired_days)
    means = [fmean(days) / DAYS_IN_WEEK for days in took.values()]
    return None if stretch is None else replace(stretch, weeks=rule.mean(means))


def _stretch(
    months: Sequence[Sequence[ClientMonth]],
    has_part: Callable[[ClientMonth], bool],
    *,
    within: Figure,
    rule: Rule,
) -> Stretch | None:
    """Of a single month, those seen without a part are guarded too: both numbers are published."""
    having: dict[str, ClientMonth] = {}
    for month in months:
        having.update({client.client: client for client in month if has_part(client)})
    is_single = len(months) == 1
    others = [client for client in months[-1] if is_single and client.sessions]
    counted = [*having.values(), *(each for each in others if each.client not in having)]

    def cell(client: ClientMonth) -> Cell:
        part = int(client.client in having)
        return Cell((part, 1 - part), part)

    figure = _published(counted, cell, within=within, rule=rule)
    return None if figure.total is None else Stretch(months=len(months), figure=figure, parts={})


def _published(
    clients: Iterable[ClientMonth],
    cell: Callable[[ClientMonth], Cell],
    *,
    within: Figure | None = None,
    rule: Rule,
) -> Figure:
    """A figure cut into teams; `within` the cut of another, where it may be cut at all."""
    groups = within.teams if within else {}
    group_of = {team: group for group in groups for team in group}
    cells: dict[Teams, Cell] = {}
    for client in clients:
        own = frozenset({client.team if within is None or groups else WHOLE})
        group, told = group_of.get(client.team, own), cell(client)
        cells[group] = cells[group] + told if group in cells else told
    return published(cells, rule)


def _divided(
    clients: Iterable[ClientMonth],
    kinds: Sequence[str],
    kind: Callable[[ClientMonth], str],
    rule: Rule,
) -> dict[str, int | None]:
    counted = Counter(kind(client) for client in clients)
    return divided({each: counted[each] for each in kinds}, rule)


def _age(days: int | None) -> str:
    if days is None:
        return ""
    if days < _TWO_WEEKS:
        return AGES[0]
    return AGES[1] if days <= _FOUR_WEEKS else AGES[2]
