"""Today against usual: each domain of one session beside this client's own range."""

from collections.abc import Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.columns import LEFT, WIDTH
from alliance.web.charts.labels import LINE_HEIGHT, label, label_lines, labels
from alliance.web.charts.marks import WORD_STEP, DomainToday, Size, rating_words
from alliance.web.charts.scale import Scale, Span, words_reached
from alliance.web.charts.svg import circle, drawing, layered, path, words

LAYERS = ("c-band", "c-dot-before", "c-drop", "c-rise", "c-dot-high", "c-dot-low", "c-dot-now")
ROW_HEIGHT: dict[Size, int] = {"wide": 27, "narrow": 22}
AXIS_HEIGHT = 20
RIGHT_MARGIN = 14
HALF_BAND = 5


def range_chart(
    rows: Sequence[DomainToday],
    *,
    size: Size,
    title: str,
    description: str,
    ident: str = "ranges",
) -> SafeString:
    """A row a domain: its usual range as a bar, this session as a dot on the scale of words.

    Where there is no usual range yet, earlier sessions are small quiet dots instead.
    """
    row_height = _row_height(rows, size=size)
    middles = [row_height * (i + 0.5) for i in range(len(rows))]
    foot = row_height * len(rows)
    reached = words_reached(value for row in rows for value in _values(row))
    span = Span(reached[0] * WORD_STEP, reached[-1] * WORD_STEP)
    scale = Scale(span, start=LEFT[size], end=WIDTH[size] - RIGHT_MARGIN)
    marks = (
        mark for row, y in zip(rows, middles, strict=True) for mark in _marks(row, y=y, scale=scale)
    )
    return drawing(
        [
            *_word_lines(reached, scale=scale, foot=foot, size=size),
            *_names(rows, middles=middles, size=size),
            *_not_rated(rows, middles=middles, scale=scale, size=size),
            *layered(marks, layers=LAYERS),
        ],
        css="ranges",
        width=WIDTH[size],
        height=foot + AXIS_HEIGHT,
        ident=f"{ident}-{size}",
        title=title,
        description=description,
    )


def _row_height(rows: Sequence[DomainToday], *, size: Size) -> float:
    lines = max((len(label_lines(row.name, size=size)) for row in rows), default=1)
    return max(ROW_HEIGHT[size], lines * LINE_HEIGHT + 6)


def _values(row: DomainToday) -> Iterator[float]:
    yield from (value for value in (row.score, row.low, row.high) if value is not None)
    yield from row.earlier


def _word_lines(reached: range, *, scale: Scale, foot: float, size: Size) -> Iterator[SafeString]:
    names = rating_words()
    xs = [scale.at(step * WORD_STEP) for step in reached]
    yield path("c-grid", [f"M{x:.1f} 2V{foot:g}" for x in xs])
    y = foot + AXIS_HEIGHT - 4
    *inner, last = [(x, y, names[step]) for step, x in zip(reached, xs, strict=True)]
    yield words(inner, anchor="middle")
    yield words([(WIDTH[size], y, last[2])], anchor="end")


def _names(
    rows: Sequence[DomainToday], *, middles: Sequence[float], size: Size
) -> Iterator[SafeString]:
    """The domains' names, in bold where the session lies outside the usual range."""
    for is_on in (False, True):
        lines = (
            line
            for row, y in zip(rows, middles, strict=True)
            if (row.is_below or row.is_above) == is_on
            for line in label(row.name, size=size, middle=y)
        )
        yield labels(lines, size=size, is_on=is_on)


def _not_rated(
    rows: Sequence[DomainToday], *, middles: Sequence[float], scale: Scale, size: Size
) -> Iterator[SafeString]:
    """Right of the domain's range, or left of it where it reaches far."""
    for row, y in zip(rows, middles, strict=True):
        if row.score is not None:
            continue
        low = scale.span.bottom if row.low is None else row.low
        high = scale.span.bottom if row.high is None else row.high
        text = gettext("not rated")
        if scale.at(high) + 70 < WIDTH[size]:
            yield words([(scale.at(high) + 10, y + 4, text)])
        else:
            yield words([(scale.at(low) - 10, y + 4, text)], anchor="end")


def _marks(row: DomainToday, *, y: float, scale: Scale) -> Iterator[tuple[str, str]]:
    if row.low is not None and row.high is not None:
        yield "c-band", _bar(scale.at(row.low), scale.at(row.high), y=y)
    else:
        for score in row.earlier:
            yield "c-dot-before", circle(scale.at(score), y, radius=2.6)
    if row.score is None:
        return
    x = scale.at(row.score)
    if row.is_below and row.low is not None:
        yield "c-drop", f"M{scale.at(row.low):.1f} {y:g}H{x:.1f}"
        yield "c-dot-low", circle(x, y, radius=5)
    elif row.is_above and row.high is not None:
        yield "c-rise", f"M{scale.at(row.high):.1f} {y:g}H{x:.1f}"
        yield "c-dot-high", circle(x, y, radius=4.5)
    else:
        yield "c-dot-now", circle(x, y, radius=4.5)


def _bar(start: float, end: float, *, y: float) -> str:
    """A bar with round ends, never narrower than its own height."""
    short_by = max(0.0, 2 * HALF_BAND - (end - start))
    left, right = start - short_by / 2 + HALF_BAND, end + short_by / 2 - HALF_BAND
    r = HALF_BAND
    return (
        f"M{left:.1f} {y - r:g}H{right:.1f}a{r} {r} 0 0 1 0 {2 * r}"
        f"H{left:.1f}a{r} {r} 0 0 1 0 {-2 * r}z"
    )
