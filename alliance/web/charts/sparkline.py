"""Small charts: a line for a row of the caseload, a small multiple for one trainee's clients."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString

from alliance.web.charts.band import band
from alliance.web.charts.lane import MOST_ROWS, lane_marks, place_threads
from alliance.web.charts.marks import RuptureThread, SessionPoint, Size
from alliance.web.charts.scale import Scale, Span
from alliance.web.charts.sessions import from_range, latest_rated
from alliance.web.charts.svg import circle, layered, line, path, small_drawing

SPARK_WIDTH: dict[Size, int] = {"wide": 132, "narrow": 96}
SPARK_HEIGHT = 40
SPARK_MARGIN = 6
MULTIPLE_WIDTH, MULTIPLE_HEIGHT = 148, 62
MULTIPLE_COLUMNS = 20
LAYERS = ("c-drop", "c-rise", "c-dot-high", "c-dot-low", "c-dot-now")


def sparkline(
    points: Sequence[SessionPoint],
    *,
    span: Span,
    size: Size,
    label: str,
    rupture: RuptureThread | None = None,
) -> SafeString:
    """One client's last sessions as a line without words; `rupture` is the open one, if any.

    Draws all `points`, earliest first. `span` is shared by all sparklines of a page
    (`scale.shared_span`); `label` is all that a screen reader says.
    """
    width = SPARK_WIDTH[size]
    foot = SPARK_HEIGHT - (9 if rupture else 5)
    step = (width - 2 * SPARK_MARGIN) / max(1, len(points) - 1)
    last = width - SPARK_MARGIN
    centres = [last - step * (len(points) - 1 - i) for i in range(len(points))]
    scale = Scale(span, start=foot, end=5)
    placed = place_threads([rupture] if rupture else [], days=[point.held_on for point in points])
    return small_drawing(
        [
            *_quiet_line(points, centres=centres, scale=scale, reach=SPARK_MARGIN),
            *lane_marks(
                placed,
                centres=centres,
                start=SPARK_MARGIN,
                row_ys=[SPARK_HEIGHT - 5],
                radius=4,
            ),
        ],
        css="spark",
        width=width,
        height=SPARK_HEIGHT,
        label=label,
    )


def small_multiple(
    points: Sequence[SessionPoint],
    ruptures: Sequence[RuptureThread] = (),
    *,
    span: Span,
    label: str,
) -> SafeString:
    """The last twenty sessions of one client, ending at "now", with ruptures along the foot."""
    points = points[-MULTIPLE_COLUMNS:]
    step = (MULTIPLE_WIDTH - 12) / (MULTIPLE_COLUMNS - 1)
    last = MULTIPLE_WIDTH - 8
    centres = [last - step * (len(points) - 1 - i) for i in range(len(points))]
    scale = Scale(span, start=MULTIPLE_HEIGHT - 16, end=5)
    lane_y = MULTIPLE_HEIGHT - 5
    placed = place_threads(ruptures, days=[point.held_on for point in points])
    return small_drawing(
        [
            path("c-lane", f"M0 {lane_y}H{MULTIPLE_WIDTH}"),
            *_quiet_line(points, centres=centres, scale=scale, reach=step / 2),
            *lane_marks(placed, centres=centres, start=4, row_ys=[lane_y] * MOST_ROWS, radius=3.6),
        ],
        css="mini",
        width=MULTIPLE_WIDTH,
        height=MULTIPLE_HEIGHT,
        label=label,
    )


def _quiet_line(
    points: Sequence[SessionPoint], *, centres: Sequence[float], scale: Scale, reach: float
) -> list[SafeString]:
    """The band, the line through the scores and a mark on the latest one."""
    area, _edges = band(points, centres=centres, scale=scale, reach=reach)
    scored = [
        (x, scale.at(point.score))
        for point, x in zip(points, centres, strict=True)
        if point.score is not None
    ]
    latest = latest_rated(points)
    marks = _last_mark(points[latest], x=centres[latest], scale=scale) if latest >= 0 else ()
    return [
        path("c-band", area),
        path("c-line-quiet", line(scored) if len(scored) > 1 else ""),
        *layered(marks, layers=LAYERS),
    ]


def _last_mark(point: SessionPoint, *, x: float, scale: Scale) -> Iterator[tuple[str, str]]:
    y = scale.at(point.score or 0)
    yield from from_range(point, x=x, y=y, scale=scale)
    if point.needs_a_look:
        yield "c-dot-low", circle(x, y, radius=3.6)
    elif point.is_above:
        yield "c-dot-high", circle(x, y, radius=3)
    else:
        yield "c-dot-now", circle(x, y, radius=3.2)
