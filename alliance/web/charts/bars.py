"""Bars: amounts beside their names, or month after month. Hidden ones are dashed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.figure import chart_frame
from alliance.web.charts.labels import label
from alliance.web.charts.marks import Size
from alliance.web.charts.svg import drawing, joined, path, svg, words

WIDTH: dict[Size, int] = {"wide": 648, "narrow": 358}
# Wide: name, bar, amount in one row. Narrow: name and amount above the bar.
NAME_WIDTH, AMOUNT_WIDTH = 196, 148
ROW: dict[Size, int] = {"wide": 34, "narrow": 46}
THICK = 8
MOST_LETTERS = 34
COLUMNS_HEIGHT, NAMES_HEIGHT, AMOUNTS_HEIGHT = 150, 26, 18
NARROWEST_NAMED = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` of the whole length or height, 0–1; None where the amount is hidden.

    `mark` is short for `told`, where there is room for a few letters only.
    """

    name: str
    told: str
    share: float | None
    mark: str = ""


def bar_chart(bars: Sequence[Bar], *, ident: str, title: str) -> SafeString:
    """A bar for each name. What it shows is told in words too, hidden amounts as such."""
    return chart_frame(
        wide=_bars(bars, size="wide", ident=ident, title=title),
        narrow=_bars(bars, size="narrow", ident=ident, title=title),
    )


def month_columns(columns: Sequence[Bar], *, ident: str, title: str) -> SafeString:
    """A column for each month, with its amount above where there is room."""
    return chart_frame(
        wide=_columns(columns, size="wide", ident=ident, title=title),
        narrow=_columns(columns, size="narrow", ident=ident, title=title),
    )


def _described(bars: Sequence[Bar]) -> str:
    told = "; ".join(f"{bar.name}: {bar.told}" for bar in bars)
    return gettext("%(amounts)s.") % {"amounts": told}


def _drawn(
    parts: list[SafeString],
    bars: Sequence[Bar],
    *,
    size: Size,
    height: float,
    ident: str,
    title: str,
) -> SafeString:
    return drawing(
        parts,
        css="trend",
        width=WIDTH[size],
        height=height,
        ident=f"{ident}-{size}",
        title=title,
        description=_described(bars),
    )


def _bars(bars: Sequence[Bar], *, size: Size, ident: str, title: str) -> SafeString:
    is_wide, width = size == "wide", WIDTH[size]
    left = NAME_WIDTH if is_wide else 0
    length = width - left - (AMOUNT_WIDTH if is_wide else 0)
    tops = [ROW[size] * place + (13 if is_wide else 26) for place in range(len(bars))]
    lines = [top + 8 if is_wide else top - 9 for top in tops]
    amounts = [(width, y, bar.told) for y, bar in zip(lines, bars, strict=True)]
    parts = [
        words(_names(bars, lines, size=size), css="c-name"),
        words(amounts, css="c-word", anchor="end"),
        *(
            _lying(bar, left=left, top=top, length=length)
            for top, bar in zip(tops, bars, strict=True)
        ),
    ]
    height = ROW[size] * len(bars)
    return _drawn(parts, bars, size=size, height=height, ident=ident, title=title)


def _names(
    bars: Sequence[Bar], lines: Sequence[float], *, size: Size
) -> Iterator[tuple[float, float, str]]:
    """Beside a bar on two lines if need be, above it on one."""
    for bar, y in zip(bars, lines, strict=True):
        if size == "wide":
            yield from label(bar.name, size=size, middle=y - 4)
        else:
            yield 0, y, shorten(bar.name, MOST_LETTERS, placeholder="…")


def _lying(bar: Bar, *, left: float, top: float, length: float) -> SafeString:
    if bar.share is None:
        return path("c-hidden", _box(left + 0.5, top + 0.5, length - 1, THICK - 1))
    ground = path("c-track", _box(left, top, length, THICK))
    filled = path("c-bar", _box(left, top, length * bar.share, THICK)) if bar.share else svg("")
    return joined([ground, filled])


def _columns(columns: Sequence[Bar], *, size: Size, ident: str, title: str) -> SafeString:
    step = WIDTH[size] / max(len(columns), 1)
    base = AMOUNTS_HEIGHT + COLUMNS_HEIGHT
    shown_every = max(1, -(-NARROWEST_NAMED // int(step)))
    parts = [path("c-grid", f"M0 {base}H{WIDTH[size]}")]
    names, amounts = [], []
    for place, column in enumerate(columns):
        left, middle = step * place + step * 0.1, step * (place + 0.5)
        height = 28 if column.share is None else COLUMNS_HEIGHT * column.share
        css = "c-hidden" if column.share is None else "c-bar"
        if height:
            parts.append(path(css, _box(left, base - height, step * 0.8, height)))
        if place % shown_every == 0:
            names.append((middle, base + 18, column.name))
            amounts.append((middle, base - height - 6, column.mark or column.told))
    parts += [words(names, anchor="middle"), words(amounts, anchor="middle")]
    return _drawn(parts, columns, size=size, height=base + NAMES_HEIGHT, ident=ident, title=title)


def _box(left: float, top: float, width: float, height: float) -> str:
    return f"M{left:.1f} {top:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z"
