"""The mark of each session: hollow dots, amber where it lies below the usual range."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from alliance.web.charts.marks import SessionPoint
from alliance.web.charts.scale import Scale
from alliance.web.charts.svg import circle, layered

type Mark = tuple[str, str]

# What is drawn first lies underneath.
LAYERS = (
    "c-drop", "c-rise", "c-dot", "c-dot-high", "c-dot-low", "c-dot-now", "c-recovery", "c-na",
)  # fmt: skip
FEW_ANSWERS_SMALLER_BY = 0.8
CAP_HALF_WIDTH = 5


def latest_rated(points: Sequence[SessionPoint]) -> int:
    """The last session that has a score, -1 if none has."""
    return max((i for i, point in enumerate(points) if point.score is not None), default=-1)


def session_marks(
    points: Sequence[SessionPoint],
    *,
    centres: Sequence[float],
    heights: Sequence[float],
    scale: Scale,
    dot: float,
) -> list[SafeString]:
    """A mark for each session; a `dot` radius of 0 leaves ordinary sessions to the line alone."""
    latest = latest_rated(points)
    marks: list[Mark] = []
    for i, (point, x, y) in enumerate(zip(points, centres, heights, strict=True)):
        if point.score is None:
            marks.append(("c-na", f"M{x - 2:.1f} {y:.1f}h4"))
        elif i == latest or point.needs_a_look or point.is_above:
            marks.extend(_standing_out(point, x=x, y=y, is_latest=i == latest))
            marks.extend(from_range(point, x=x, y=y, scale=scale))
        elif dot:
            smaller_by = FEW_ANSWERS_SMALLER_BY if point.has_few_answers else 0
            marks.append(("c-dot", circle(x, y, radius=dot - smaller_by)))
        if point.signal:
            marks.extend(_signal(point, x=x, y=y, scale=scale))
    return layered(marks, layers=LAYERS)


def from_range(point: SessionPoint, *, x: float, y: float, scale: Scale) -> Iterator[Mark]:
    """The line from the range's edge to a session outside it: its length says how far."""
    if point.is_below and point.low is not None:
        yield "c-drop", f"M{x:.1f} {scale.at(point.low):.1f}V{y:.1f}"
    elif point.is_above and point.high is not None:
        yield "c-rise", f"M{x:.1f} {scale.at(point.high):.1f}V{y:.1f}"


def _standing_out(point: SessionPoint, *, x: float, y: float, is_latest: bool) -> Iterator[Mark]:
    """Amber below the range, a ring above it; the latest is larger and filled."""
    if point.needs_a_look:
        yield "c-dot-low", circle(x, y, radius=5.5 if is_latest else 4.5)
    elif point.is_above:
        yield "c-dot-high", circle(x, y, radius=5 if is_latest else 4)
        if is_latest:
            yield "c-dot-now", circle(x, y, radius=2)
    else:
        yield "c-dot-now", circle(x, y, radius=4.5)


def _signal(point: SessionPoint, *, x: float, y: float, scale: Scale) -> Iterator[Mark]:
    """A drop hangs from a bar, as in its glyph; a recovery has a small roof."""
    if point.signal == "drop":
        bar_y = y - 9 if point.low is None else min(scale.at(point.low), y - 9)
        yield "c-drop", f"M{x - CAP_HALF_WIDTH:.1f} {bar_y:.1f}h{2 * CAP_HALF_WIDTH}"
    elif point.signal == "recovery":
        yield "c-recovery", f"M{x - 3.5:.1f} {y - 7:.1f}l3.5 -4l3.5 4"
