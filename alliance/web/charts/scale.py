"""The scale of words: from a score, 0–100, to a place on the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alliance.web.charts.marks import WORD_STEP, SessionPoint

LOWEST, HIGHEST = 0, 4
# Below the lowest word there is a little room, so that a mark on it does not touch the lane.
ROOM_BELOW = 10
# Of a page's values one in fifty may lie under a small chart's floor: it is drawn on the floor.
LEFT_UNDER_FLOOR = 50
NARROWEST_SPAN = 40


@dataclass(frozen=True, slots=True)
class Span:
    """The scores from `bottom` to `top` that small charts on one page share."""

    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Scores of `span` laid out from `start` (its bottom) to `end` (its top)."""

    span: Span
    start: float
    end: float

    def at(self, score: float) -> float:
        """Where a score lies; what is beyond the span lies on its edge."""
        bottom, top = self.span.bottom, self.span.top
        inside = bottom if score < bottom else top if score > top else score
        return self.start + (self.end - self.start) * (inside - bottom) / (top - bottom)


def words_reached(values: Iterable[float]) -> range:
    """The words (0–4) that enclose all values, three at least. Values beyond 0–100 are cut."""
    cut = [min(max(value, 0.0), 100.0) for value in values]
    lowest = int(min(cut) // WORD_STEP) if cut else HIGHEST - 2
    highest = int(-(-max(cut) // WORD_STEP)) if cut else HIGHEST
    if highest - lowest < 2:
        highest = min(lowest + 2, HIGHEST)
        lowest = highest - 2
    return range(lowest, highest + 1)


def values_of(points: Iterable[SessionPoint]) -> list[float]:
    """Every score and edge of the usual range in a series."""
    return [
        value
        for point in points
        for value in (point.score, point.low, point.high)
        if value is not None
    ]


def shared_span(series: Iterable[Sequence[SessionPoint]]) -> Span:
    """One span for all the small charts of a page, so that they can be compared by eye."""
    values = sorted(value for points in series for value in values_of(points))
    if not values:
        return Span(100 - NARROWEST_SPAN, 100)
    floor, top = values[len(values) // LEFT_UNDER_FLOOR], values[-1]
    bottom = max(0.0, min(floor, top - NARROWEST_SPAN))
    return Span(bottom, max(top, bottom + NARROWEST_SPAN))
