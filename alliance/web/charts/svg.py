"""Writing SVG safely: `svg` escapes every text, geometry is numbers joined into few paths.

Each kind of mark is one path for all sessions: 60 dots cost one element, in bytes and in time.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from html import escape
from operator import add

from django.utils.safestring import SafeString


def svg(template: str, *texts: str) -> SafeString:
    """`template` with `texts` in its places, each of them escaped unless it is safe already.

    Django's `format_html` in a third of its time, which a page with a thousand cells and marks
    can feel: it looks for neither lazy texts nor numbers. The one place that makes safe strings.
    """
    return SafeString(
        template.format(*[text if isinstance(text, SafeString) else escape(text) for text in texts])
    )


NOTHING = svg("")


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Safe parts as one. An unsafe part would make the whole plain text, escaped on the page."""
    return reduce(add, parts, NOTHING)


def path(css: str, geometry: str | Iterable[str]) -> SafeString:
    drawn = geometry if isinstance(geometry, str) else "".join(geometry)
    return svg('<path class="{}" d="{}"/>', css, drawn) if drawn else NOTHING


def layered(marks: Iterable[tuple[str, str]], *, layers: Sequence[str]) -> list[SafeString]:
    """Marks as (class, geometry), gathered into one path for each class; the first lies lowest."""
    drawn: dict[str, list[str]] = {css: [] for css in layers}
    for css, geometry in marks:
        drawn[css].append(geometry)
    return [path(css, geometry) for css, geometry in drawn.items() if geometry]


def words(
    lines: Iterable[tuple[float, float, str]], *, css: str = "c-word", anchor: str = "start"
) -> SafeString:
    """Short texts of one look, each given as (x, y, text)."""
    spans = [
        svg('<tspan x="{}" y="{}">{}</tspan>', f"{x:.1f}", f"{y:.1f}", text) for x, y, text in lines
    ]
    if not spans:
        return NOTHING
    return svg('<text class="{}" text-anchor="{}">{}</text>', css, anchor, joined(spans))


def line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join([f"{x:.1f} {y:.1f}" for x, y in points])


def circle(x: float, y: float, *, radius: float) -> str:
    r = round(radius, 1)
    return f"M{x - r:.1f} {y:.1f}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0z"


def diamond(x: float, y: float, *, radius: float) -> str:
    r = round(radius, 1)
    return f"M{x:.1f} {y - r:.1f}l{r} {r}l{-r} {r}l{-r} {-r}z"


def left_half(x: float, y: float, *, radius: float) -> str:
    r = round(radius, 1)
    return f"M{x:.1f} {y - r:.1f}v{2 * r}l{-r} {-r}z"


def drawing(
    parts: Iterable[SafeString],
    *,
    css: str,
    width: float,
    height: float,
    ident: str,
    title: str,
    description: str,
    centres: Sequence[float] = (),
) -> SafeString:
    """An image with a name and a description. `centres` tells chart.js where each session is."""
    return svg(
        '<svg xmlns="http://www.w3.org/2000/svg" class="{0}" role="img"'
        ' aria-labelledby="{1}-title {1}-description" viewBox="0 0 {2} {3}" data-centres="{4}">'
        '<title id="{1}-title">{5}</title><desc id="{1}-description">{6}</desc>{7}</svg>',
        css,
        ident,
        f"{width:g}",
        f"{height:g}",
        " ".join([f"{x:.1f}" for x in centres]),
        title,
        description,
        joined(parts),
    )


def cursor(*, top: float, bottom: float) -> SafeString:
    """A line that chart.js moves to the session being read; without it nothing is drawn."""
    return svg(
        '<path class="c-cursor" data-top="{}" data-bottom="{}"/>', f"{top:.1f}", f"{bottom:.1f}"
    )


def small_drawing(
    parts: Iterable[SafeString], *, css: str, width: float, height: float, label: str
) -> SafeString:
    """An image of fixed size within a line of text, with a name only."""
    return svg(
        '<svg class="{0}" role="img" aria-label="{1}" viewBox="0 0 {2} {3}" width="{2}"'
        ' height="{3}">{4}</svg>',
        css,
        label,
        f"{width:g}",
        f"{height:g}",
        joined(parts),
    )
