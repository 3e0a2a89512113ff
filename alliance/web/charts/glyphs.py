"""Small marks for lines of text and legends: the same shapes that the charts use."""

from collections.abc import Iterable
from functools import cache
from typing import Literal

from django.utils.safestring import SafeString

from alliance.web.charts.svg import joined, path, svg

type Glyph = Literal[
    "noticed",
    "open", "partly", "repaired", "let_go", "drop", "recovery", "higher", "steady"
]  # fmt: skip
type Swatch = Literal["range", "below", "s0", "s1", "s2", "s3", "s4", "below_usual", "unrated"]

DIAMOND = "M7 1.4 12.6 7 7 12.6 1.4 7Z"
DOT_BELOW = "M4 10a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"
# Outlines and fills in the colour of the text around them, so that they need no sheet of charts.
OUTLINES: dict[Glyph, str] = {
    "noticed": DIAMOND,
    "open": DIAMOND,
    "partly": DIAMOND,
    "repaired": DIAMOND,
    "let_go": f"{DIAMOND}M4.6 7h4.8",
    "drop": "M1 3h12M7 3v5",
    "recovery": "M3.4 5.4 7 1.8l3.6 3.6",
    "higher": "M1 12h12M7 12V7.2M4.4 4.6a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0z",
}
FILLS: dict[Glyph, str] = {
    "partly": "M7 1.4V12.6L1.4 7Z",
    "repaired": DIAMOND,
    "drop": DOT_BELOW,
    "recovery": DOT_BELOW,
}
STEADY = (
    ("glyph-band", "M3 4h8a3 3 0 0 1 0 6H3a3 3 0 0 1 0-6z"),
    ("glyph-dot", "M4 7a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"),
)
# These ask for a look; the others are still.
ATTENTION: set[Glyph] = {"open", "partly", "drop"}

CELL = "M2.5 2.5h11v7h-11z"
SWATCHES: dict[Swatch, tuple[tuple[str, str], ...]] = {
    "range": (("c-band", "M0 0h16v12H0z"),),
    "below": (
        ("c-drop", "M8 0v6"),
        ("c-dot-low", "M4.2 7.5a3.8 3.8 0 1 0 7.6 0a3.8 3.8 0 1 0-7.6 0z"),
    ),
    "s0": (("s0-edge", CELL), ("s0", CELL)),
    "s1": (("s1", CELL),),
    "s2": (("s2", CELL),),
    "s3": (("s3", CELL),),
    "s4": (("s4", CELL),),
    "below_usual": (("c-below", "M3 3h10l-5 7z"),),
    "unrated": (("c-na", "M5.5 6h5"),),
}


@cache
def glyph(kind: Glyph) -> SafeString:
    """A mark of 14 units, hidden from screen readers: the words beside it say the same."""
    css = "glyph" if kind in ATTENTION else "glyph is-still"
    if kind == "steady":
        return _small(_shapes(STEADY), css=css, size="14 14")
    outline = svg(
        '<path fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round"'
        ' stroke-linecap="round" d="{}"/>',
        OUTLINES[kind],
    )
    if kind in FILLS:
        outline += svg('<path fill="currentColor" d="{}"/>', FILLS[kind])
    return _small(outline, css=css, size="14 14")


@cache
def swatch(kind: Swatch) -> SafeString:
    """A sample of a mark for a legend, 16 by 12 units."""
    return _small(_shapes(SWATCHES[kind]), css="swatch", size="16 12")


def _shapes(shapes: Iterable[tuple[str, str]]) -> SafeString:
    return joined(path(css, geometry) for css, geometry in shapes)


def _small(shapes: SafeString, *, css: str, size: str) -> SafeString:
    return svg(
        '<svg class="{}" viewBox="0 0 {}" aria-hidden="true" focusable="false">{}</svg>',
        css,
        size,
        shapes,
    )
