"""The trend: how the alliance has felt, session by session, against the client's own range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.band import band
from alliance.web.charts.changes import ROOM_FOR_CHANGES, changed_at, form_changes
from alliance.web.charts.columns import WIDTH, Columns, columns, month_names
from alliance.web.charts.lane import PlacedThread, lane_marks, place_threads, rows_needed
from alliance.web.charts.marks import (
    RANGE_BEGINS_AT,
    WORD_STEP,
    RuptureThread,
    SessionPoint,
    Size,
    rating_words,
)
from alliance.web.charts.scale import ROOM_BELOW, Scale, Span, values_of, words_reached
from alliance.web.charts.sessions import latest_rated, session_marks
from alliance.web.charts.svg import circle, cursor, drawing, line, path, words

TOP = 16
LANE_HEIGHT = 40
LANE_ROW = 17
MONTHS_HEIGHT = 20
PLOT_HEIGHT: dict[Size, int] = {"wide": 222, "narrow": 186}
DOT: dict[Size, float] = {"wide": 2.6, "narrow": 2.2}
# Narrower than this the dots of ordinary sessions would run into one another.
NARROWEST_FOR_DOTS = 6.5


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything the parts of one trend need to know about where things lie."""

    points: Sequence[SessionPoint]
    columns: Columns
    centres: Sequence[float]
    heights: Sequence[float]
    scale: Scale
    word_steps: range
    threads: tuple[PlacedThread, ...]
    dot: float

    @property
    def base(self) -> float:
        return self.scale.start

    @property
    def lane_ys(self) -> list[float]:
        first = self.base + LANE_HEIGHT * 0.65
        return [first + LANE_ROW * row for row in range(rows_needed(self.threads))]

    @property
    def months_y(self) -> float:
        return self.lane_ys[-1] + LANE_HEIGHT * 0.35 + MONTHS_HEIGHT - 4


def trend_chart(
    points: Sequence[SessionPoint],
    ruptures: Sequence[RuptureThread] = (),
    *,
    size: Size,
    title: str,
    description: str,
    ident: str = "trend",
) -> SafeString:
    """The trend of `points` (earliest first) with its ruptures, 648 or 358 units wide.

    Draws every session it is given: the caller chooses the window, such as the last year.
    `title` and `description` are the text alternative (see `describe`); `ident` must differ
    between charts of one page.
    """
    plot = _plot(points, ruptures, size=size)
    parts = [
        *_word_lines(plot),
        *_usual_range(plot),
        *form_changes(points, laid=plot.columns),
        *_lines(plot),
        *_lane(plot),
        *session_marks(
            points, centres=plot.centres, scale=plot.scale, heights=plot.heights, dot=plot.dot
        ),
        *_places_to_come(plot),
        month_names(plot.columns, y=plot.months_y),
        cursor(top=plot.scale.end, bottom=plot.lane_ys[-1]),
    ]
    return drawing(
        parts,
        css="trend",
        width=WIDTH[size],
        height=plot.months_y + 4,
        ident=f"{ident}-{size}",
        title=title,
        description=description,
        centres=plot.centres,
    )


def _plot(points: Sequence[SessionPoint], ruptures: Sequence[RuptureThread], *, size: Size) -> Plot:
    days = [point.held_on for point in points]
    laid = columns(days, size=size)
    reached = words_reached(values_of(points))
    span = Span(reached[0] * WORD_STEP - ROOM_BELOW, reached[-1] * WORD_STEP)
    top = TOP + (ROOM_FOR_CHANGES if changed_at(points) else 0)
    scale = Scale(span, start=top + PLOT_HEIGHT[size], end=top)
    # Without a score: below the scale, so that it never reads as a low one.
    unrated = scale.start + 5
    return Plot(
        points=points,
        columns=laid,
        centres=laid.centres,
        heights=[unrated if p.score is None else scale.at(p.score) for p in points],
        scale=scale,
        word_steps=reached,
        threads=place_threads(ruptures, days=days),
        dot=DOT[size] if laid.step >= NARROWEST_FOR_DOTS else 0,
    )


def _word_lines(plot: Plot) -> Iterator[SafeString]:
    names = rating_words()
    ys = [plot.scale.at(step * WORD_STEP) for step in plot.word_steps]
    left, right = plot.columns.left, plot.columns.right
    yield path("c-grid", [f"M{left} {y:.1f}H{right}" for y in ys])
    beside = [(left - 10, y + 4, names[step]) for step, y in zip(plot.word_steps, ys, strict=True)]
    beside.append((left - 10, plot.lane_ys[0] + 4, gettext("Ruptures")))
    yield words(beside, anchor="end")


def _usual_range(plot: Plot) -> Iterator[SafeString]:
    reach = plot.columns.step / 2
    area, edges = band(plot.points, centres=plot.centres, scale=plot.scale, reach=reach)
    yield path("c-band", area)
    yield path("c-band-edge", edges)


def _lines(plot: Plot) -> Iterator[SafeString]:
    """The line from score to score: dotted across a break and across unrated sessions."""
    rated = [i for i, point in enumerate(plot.points) if point.score is not None]
    at = [(plot.centres[i], plot.heights[i]) for i in rated]
    runs, gaps = [at[:1]], []
    for previous, i, start, end in zip(rated, rated[1:], at, at[1:], strict=False):
        if i - previous > 1 or plot.columns.is_after_break(i):
            gaps.append(line((start, end)))
            runs.append([end])
        else:
            runs[-1].append(end)
    yield path("c-line is-gap", gaps)
    yield path("c-line", [line(run) for run in runs if len(run) > 1])


def _lane(plot: Plot) -> Iterator[SafeString]:
    left, right, ys = plot.columns.left, plot.columns.right, plot.lane_ys
    yield path("c-lane", [f"M{left} {y:.1f}H{right}" for y in ys])
    yield path(
        "c-guide",
        [
            f"M{plot.centres[i]:.1f} {plot.heights[i] + 7:.1f}V{ys[thread.row] - 8:.1f}"
            for thread in plot.threads
            if (i := thread.noticed_at) >= 0
        ],
    )
    radius = min(6.0, max(3.4, plot.columns.step * 0.6))
    yield from lane_marks(plot.threads, centres=plot.centres, start=left, row_ys=ys, radius=radius)


def _places_to_come(plot: Plot) -> Iterator[SafeString]:
    """Ghosts of the sessions that are still needed before there is a usual range."""
    seen = len(plot.points)
    if seen >= RANGE_BEGINS_AT or any(point.low is not None for point in plot.points):
        return
    latest = latest_rated(plot.points)
    y = plot.heights[latest] if latest >= 0 else (plot.scale.start + plot.scale.end) / 2
    first = plot.columns.places[-1] + 1 if seen else 0
    xs = [plot.columns.centre(first + ghost) for ghost in range(RANGE_BEGINS_AT - seen)]
    yield path("c-ghost", [circle(x, y, radius=3.5) for x in xs])
    yield words([(xs[-1] + 14, y + 4, gettext("then the usual range"))])
