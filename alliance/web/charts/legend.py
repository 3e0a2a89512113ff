"""Legends of one line, naming only the marks that the chart beside them carries."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from alliance.web.charts.glyphs import glyph, swatch
from alliance.web.charts.marks import DomainRow, RuptureThread, SessionPoint, rating_words
from alliance.web.charts.svg import joined, svg


def trend_legend(
    points: Sequence[SessionPoint], ruptures: Sequence[RuptureThread] = (), *, client: str
) -> SafeString:
    """What the marks of a trend mean; `client` is the client's code."""
    return _legend(_trend_entries(points, ruptures, client=client))


def strip_legend(rows: Sequence[DomainRow]) -> SafeString:
    """The five steps of lightness in words, and the marks of a domain strip."""
    return _legend(_strip_entries(rows))


def _trend_entries(
    points: Sequence[SessionPoint], ruptures: Sequence[RuptureThread], *, client: str
) -> Iterator[tuple[SafeString, str]]:
    if any(point.low is not None for point in points):
        yield swatch("range"), gettext("usual range for %(client)s") % {"client": client}
    if any(point.is_below and point.signal != "drop" for point in points):
        yield swatch("below"), gettext("below it")
    if any(point.is_above for point in points):
        yield glyph("higher"), gettext("above it")
    if any(point.signal == "drop" for point in points):
        yield glyph("drop"), gettext("a drop")
    if any(point.signal == "recovery" for point in points):
        yield glyph("recovery"), gettext("back near usual")
    states = {step.state for thread in ruptures for step in thread.steps}
    if ruptures:
        yield glyph("noticed"), gettext("rupture")
    if "partly" in states:
        yield glyph("partly"), gettext("partly repaired")
    if "repaired" in states:
        yield glyph("repaired"), gettext("repaired")
    if "let_go" in states:
        yield glyph("let_go"), gettext("let go")
    if any(point.score is None for point in points):
        yield swatch("unrated"), gettext("not rated")


def _strip_entries(rows: Sequence[DomainRow]) -> Iterator[tuple[SafeString, str]]:
    for step, name in enumerate(rating_words()):
        yield swatch(("s0", "s1", "s2", "s3", "s4")[step]), name
    if any(row.below for row in rows):
        yield swatch("below_usual"), gettext("below usual")
    if any(score is None for row in rows for score in row.scores):
        yield swatch("unrated"), gettext("not rated")


def _legend(entries: Iterable[tuple[SafeString, str]]) -> SafeString:
    return svg(
        '<ul class="legend">{}</ul>',
        joined(svg("<li>{}{}</li>", *entry) for entry in entries),
    )
