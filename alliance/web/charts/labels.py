"""Domain names beside a chart, on one line or two."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from textwrap import wrap

from django.utils.safestring import SafeString

from alliance.web.charts.marks import Size
from alliance.web.charts.svg import words

LINE_HEIGHT = 13.5
MOST_LETTERS: dict[Size, int] = {"wide": 28, "narrow": 17}


@lru_cache(maxsize=512)
def label_lines(name: str, *, size: Size) -> tuple[str, ...]:
    """A name on at most two lines, cut with … if longer; the table has it whole."""
    return tuple(
        wrap(name, MOST_LETTERS[size], max_lines=2, placeholder="…", break_on_hyphens=False)
    )


def label(name: str, *, size: Size, middle: float) -> Iterator[tuple[float, float, str]]:
    """The lines of a name as (x, y, text), centred on `middle`."""
    lines = label_lines(name, size=size)
    first = middle + 4.5 - LINE_HEIGHT * (len(lines) - 1) / 2
    for i, text in enumerate(lines):
        yield 0, first + LINE_HEIGHT * i, text


def labels(
    lines: Iterable[tuple[float, float, str]], *, size: Size, is_on: bool = False
) -> SafeString:
    look = "c-name is-small" if size == "narrow" else "c-name"
    return words(lines, css=f"{look} is-on" if is_on else look)
