"""A clinician's own growth edges: what sits low or moves across their clients, by month.

Only ever one person's sessions, compared with that person's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from alliance.trends.layout import Layout, Ratings
from alliance.trends.scores import domain_scores

SESSIONS_NEEDED = 8
LOW_BY = 12.5
"""Half a step: how far below the person's other answers something must sit to be low, in points."""
RECENT = timedelta(days=60)
MOVED_BY = 6.0
"""A quarter of a step, in points."""
MOVED_BY_ERRORS = 2.6
"""And so many standard errors: about one edge in a hundred that hasn't moved."""
_LEAST_SCATTER = 6.0


class Movement(StrEnum):
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One session of one of the clinician's clients."""

    client: str
    held_on: date
    ratings: Ratings


@dataclass(frozen=True, slots=True)
class MonthMean:
    """`month` is its first day; `mean` in points (0–100) over `sessions` in which it was rated."""

    month: date
    mean: float
    sessions: int


@dataclass(frozen=True, slots=True)
class Edge:
    """One item or domain. `below` is how far it sits below the rest of the same sessions, in
    points; `change` the last two months less the time before, within the same clients."""

    name: str
    mean: float
    sessions: int
    below: float
    is_low: bool
    change: float | None
    movement: Movement | None
    by_month: tuple[MonthMean, ...]


@dataclass(frozen=True, slots=True)
class Growth:
    """Items and domains with at least eight ratings, the lowest against the rest first."""

    sessions: int
    items: tuple[Edge, ...]
    domains: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    client: str
    held_on: date
    score: float
    below: float


def growth(rows: Sequence[GrowthRow], *, layout: Layout) -> Growth | None:
    """What sits low or has moved across one clinician's sessions; None with fewer than eight.

    Low: on average 12.5 points or more below the rest of the same sessions. Moved: the last sixty
    days differ from before by 6 points and 2.6 standard errors, each client compared with itself,
    so that new clients alone move nothing. Points run from 0 to 100, reversed items turned.
    """
    if len(rows) < SESSIONS_NEEDED:
        return None
    last_on = max(row.held_on for row in rows)
    singles = {item: (item,) for items in layout.domains.values() for item in items}
    return Growth(
        sessions=len(rows),
        items=_edges(rows, groups=singles, layout=layout, last_on=last_on),
        domains=_edges(rows, groups=layout.domains, layout=layout, last_on=last_on),
    )


def _edges(
    rows: Iterable[GrowthRow],
    *,
    groups: Mapping[str, tuple[str, ...]],
    layout: Layout,
    last_on: date,
) -> tuple[Edge, ...]:
    points: dict[str, list[_Point]] = defaultdict(list)
    for row in rows:
        for name, point in _points(row, groups=groups, layout=layout):
            points[name].append(point)
    edges = [
        _edge(name, points[name], last_on=last_on)
        for name in groups
        if len(points[name]) >= SESSIONS_NEEDED
    ]
    return tuple(sorted(edges, key=lambda edge: -edge.below))


def _points(
    row: GrowthRow, *, groups: Mapping[str, tuple[str, ...]], layout: Layout
) -> Iterator[tuple[str, _Point]]:
    scores = domain_scores(row.ratings, groups, layout.reversed_items)
    total = sum(scores.values())
    for name, score in scores.items():
        others = (total - score) / (len(scores) - 1) if len(scores) > 1 else score
        yield name, _Point(row.client, row.held_on, score, others - score)


def _edge(name: str, points: Sequence[_Point], *, last_on: date) -> Edge:
    below = sum(point.below for point in points) / len(points)
    change, errors = _change(points, since=last_on - RECENT)
    movement = None
    if change is not None and abs(change) >= MOVED_BY and errors >= MOVED_BY_ERRORS:
        movement = Movement.HIGHER if change > 0 else Movement.LOWER
    return Edge(
        name=name,
        mean=sum(point.score for point in points) / len(points),
        sessions=len(points),
        below=below,
        is_low=below >= LOW_BY,
        change=change,
        movement=movement,
        by_month=_by_month(points),
    )


def _change(points: Sequence[_Point], *, since: date) -> tuple[float | None, float]:
    """Recent less earlier, and how many standard errors that is.

    Each client seen in both times gives a difference, weighted by n₁·n₂ / (n₁ + n₂).
    """
    times: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for point in points:
        times[point.client][point.held_on > since].append(point.score)
    both = [(earlier, recent) for earlier, recent in times.values() if earlier and recent]
    if any(sum(map(len, side)) < SESSIONS_NEEDED for side in zip(*both, strict=True)) or not both:
        return None, 0.0
    weights = [len(a) * len(b) / (len(a) + len(b)) for a, b in both]
    differences = [_mean(recent) - _mean(earlier) for earlier, recent in both]
    change = sum(w * d for w, d in zip(weights, differences, strict=True)) / sum(weights)
    error = _scatter([side for sides in both for side in sides]) / sqrt(sum(weights))
    return change, abs(change) / error


def _scatter(sides: Sequence[Sequence[float]]) -> float:
    """Pooled standard deviation within the sides, in points, and 6 at least."""
    squares = sum((score - _mean(side)) ** 2 for side in sides for score in side)
    degrees = sum(len(side) - 1 for side in sides)
    return max(sqrt(squares / degrees), _LEAST_SCATTER) if degrees else _LEAST_SCATTER


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)


def _by_month(points: Sequence[_Point]) -> tuple[MonthMean, ...]:
    months: dict[date, list[float]] = defaultdict(list)
    for point in points:
        months[point.held_on.replace(day=1)].append(point.score)
    return tuple(
        MonthMean(month, _mean(scores), len(scores)) for month, scores in sorted(months.items())
    )
