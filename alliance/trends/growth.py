"""A clinician's own growth edges: what sits low or moves across their clients, by month.

Only ever one person's sessions, compared with that person's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

from alliance.trends.layout import Layout, Ratings
from alliance.trends.scores import SCORE_PER_STEP

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


class _Seen:
    """What the sessions say of one item or domain, gathered in one pass."""

    __slots__ = ("below", "months", "scores", "times")

    def __init__(self) -> None:
        self.scores: list[float] = []
        self.below = 0.0
        # Client → scores of the earlier and of the recent sessions.
        self.times: dict[str, tuple[list[float], list[float]]] = {}
        self.months: dict[date, list[float]] = {}

    def add(self, score: float, *, client: str, month: date, is_recent: bool) -> None:
        self.scores.append(score)
        times = self.times.get(client)
        if times is None:
            times = self.times[client] = ([], [])
        times[is_recent].append(score)
        self.months.setdefault(month, []).append(score)


def growth(rows: Sequence[GrowthRow], *, layout: Layout) -> Growth | None:
    """What sits low or has moved across one clinician's sessions; None with fewer than eight.

    Low: on average 12.5 points or more below the rest of the same sessions. Moved: the last sixty
    days differ from before by 6 points and 2.6 standard errors, each client compared with itself,
    so that new clients alone move nothing. Points run from 0 to 100, reversed items turned.
    """
    if len(rows) < SESSIONS_NEEDED:
        return None
    since = max(row.held_on for row in rows) - RECENT
    items: dict[str, _Seen] = defaultdict(_Seen)
    domains: dict[str, _Seen] = defaultdict(_Seen)
    for row in rows:
        of_items = _item_scores(row.ratings, layout=layout)
        month, is_recent = row.held_on.replace(day=1), row.held_on > since
        for seen, scores in ((items, of_items), (domains, _domain_scores(of_items, layout))):
            total, others = sum(scores.values()), len(scores) - 1
            for name, score in scores.items():
                one = seen[name]
                one.add(score, client=row.client, month=month, is_recent=is_recent)
                if others:
                    one.below += (total - score) / others - score
    return Growth(
        sessions=len(rows),
        items=_edges(items, order=[item for asked in layout.domains.values() for item in asked]),
        domains=_edges(domains, order=list(layout.domains)),
    )


def _item_scores(ratings: Ratings, *, layout: Layout) -> dict[str, float]:
    """Points of each rated item of the layout, reversed items turned."""
    turned = layout.reversed_items
    return {
        item: SCORE_PER_STEP * (5 - rating if item in turned else rating - 1)
        for asked in layout.domains.values()
        for item in asked
        if isinstance(rating := ratings.get(item), int)
    }


def _domain_scores(of_items: Mapping[str, float], layout: Layout) -> dict[str, float]:
    scores = {}
    for domain, asked in layout.domains.items():
        own = [of_items[item] for item in asked if item in of_items]
        if own:
            scores[domain] = _mean(own)
    return scores


def _edges(seen: Mapping[str, _Seen], *, order: Sequence[str]) -> tuple[Edge, ...]:
    edges = [
        _edge(name, seen[name])
        for name in order
        if name in seen and len(seen[name].scores) >= SESSIONS_NEEDED
    ]
    return tuple(sorted(edges, key=lambda edge: -edge.below))


def _edge(name: str, seen: _Seen) -> Edge:
    below = seen.below / len(seen.scores)
    change, errors = _change(seen.times.values())
    movement = None
    if change is not None and abs(change) >= MOVED_BY and errors >= MOVED_BY_ERRORS:
        movement = Movement.HIGHER if change > 0 else Movement.LOWER
    return Edge(
        name=name,
        mean=_mean(seen.scores),
        sessions=len(seen.scores),
        below=below,
        is_low=below >= LOW_BY,
        change=change,
        movement=movement,
        by_month=tuple(
            MonthMean(month, _mean(scores), len(scores))
            for month, scores in sorted(seen.months.items())
        ),
    )


def _change(times: Iterable[tuple[list[float], list[float]]]) -> tuple[float | None, float]:
    """Recent less earlier, and how many standard errors that is.

    Each client seen in both times gives a difference, weighted by n₁·n₂ / (n₁ + n₂).
    """
    both = [(earlier, recent) for earlier, recent in times if earlier and recent]
    if any(sum(map(len, side)) < SESSIONS_NEEDED for side in zip(*both, strict=True)) or not both:
        return None, 0.0
    weights = [len(a) * len(b) / (len(a) + len(b)) for a, b in both]
    differences = [_mean(recent) - _mean(earlier) for earlier, recent in both]
    change = sum(w * d for w, d in zip(weights, differences, strict=True)) / sum(weights)
    error = _scatter([side for sides in both for side in sides]) / sqrt(sum(weights))
    return change, abs(change) / error


def _scatter(sides: Sequence[Sequence[float]]) -> float:
    """Pooled standard deviation within the sides, in points, and 6 at least."""
    squares = 0.0
    for side in sides:
        mean = _mean(side)
        squares += sum([(score - mean) ** 2 for score in side])
    degrees = sum(len(side) - 1 for side in sides)
    return max(sqrt(squares / degrees), _LEAST_SCATTER) if degrees else _LEAST_SCATTER


def _mean(scores: Sequence[float]) -> float:
    return sum(scores) / len(scores)
