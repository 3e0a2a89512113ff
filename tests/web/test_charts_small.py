from datetime import date, timedelta
from typing import get_args
from xml.etree import ElementTree

import pytest

from alliance.web.charts.glyphs import Glyph, Swatch, glyph, swatch
from alliance.web.charts.marks import RuptureStep, RuptureThread, SessionPoint
from alliance.web.charts.scale import Span, shared_span
from alliance.web.charts.sparkline import small_multiple, sparkline
from tests.web import drawn

FIRST = date(2026, 5, 28)
SPAN = Span(40, 100)
GLYPHS = get_args(Glyph.__value__)


def series(*scores):
    return [SessionPoint(FIRST + timedelta(7 * i), score, 60, 80) for i, score in enumerate(scores)]


def opened(day):
    return RuptureThread((RuptureStep(day, "open"),))


def spark(points, **how):
    return sparkline(points, **{"span": SPAN, "size": "wide", "label": "K-14"} | how)


def test_a_sparkline_ends_in_amber_when_the_latest_session_is_below_the_range():
    svg = spark(series(70, 72, 50))

    assert len(drawn.middles(svg, "c-dot-low")) == 1
    assert drawn.middles(svg, "c-dot-now") == []


def test_a_sparkline_does_not_mark_earlier_sessions():
    svg = spark(series(70, 50, 72))

    assert drawn.middles(svg, "c-dot-low") == []
    assert len(drawn.middles(svg, "c-dot-now")) == 1


def test_a_sparkline_shows_the_open_rupture_under_its_session():
    points = series(70, 72, 71, 70)
    svg = spark(points, rupture=opened(points[2].held_on))

    [(x, y)] = drawn.middles(svg, "g-rup is-live")
    [line] = drawn.outlines(svg, "c-line-quiet")
    assert x == pytest.approx(line[2][0], abs=0.2)
    assert y > max(y for _, y in line)


@pytest.mark.parametrize("scores", [[], [None], [70], [70, 70, 70], [None, 70, None]])
def test_a_sparkline_of_little_is_still_a_drawing(scores):
    svg = spark(series(*scores))

    width, height = drawn.size(svg)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn.all_corners(svg))


def test_a_single_session_stands_at_now():
    [(x, _)] = drawn.middles(spark(series(70)), "c-dot-now")

    assert x == 126


def test_a_sparklines_label_is_escaped():
    root = drawn.drawing(spark(series(70), label='K"><script>'))

    assert root.get("aria-label") == 'K"><script>'


def test_a_small_multiple_shows_the_last_twenty_ending_at_now():
    long, short = small(series(*[70] * 30)), small(series(*[70] * 4))

    assert len(drawn.outlines(long, "c-line-quiet")[0]) == 20
    assert drawn.middles(long, "c-dot-now") == drawn.middles(short, "c-dot-now")
    assert drawn.outlines(short, "c-line-quiet")[0][0][0] > 100


def test_a_small_multiple_carries_ruptures_along_its_foot():
    points = series(*[70] * 8)
    repaired = RuptureThread(
        (RuptureStep(points[1].held_on, "open"), RuptureStep(points[4].held_on, "repaired"))
    )
    svg = small(points, [repaired, opened(points[6].held_on)])

    lane = drawn.outlines(svg, "c-lane")[0][0][1]
    assert {y for css in ("g-rup", "g-rup-done") for _, y in drawn.middles(svg, css)} == {lane}
    assert drawn.middles(svg, "g-rup is-live")[0][1] == lane


def test_all_small_charts_of_a_page_share_one_span():
    span = shared_span([series(70, 90), series(45, 60), series()])

    assert (span.bottom, span.top) == (45, 90)


def test_a_shared_span_is_never_so_narrow_that_steady_looks_wild():
    assert shared_span([[SessionPoint(FIRST, 70), SessionPoint(FIRST, 71)]]) == Span(31, 71)
    assert shared_span([[SessionPoint(FIRST, 5)]]) == Span(0, 40)
    assert shared_span([]) == Span(60, 100)


def test_one_low_session_in_many_does_not_flatten_a_whole_page():
    page = [series(*[70] * 60), series(*[75] * 60), series(3)]

    assert shared_span(page).bottom > 3


def test_what_lies_under_the_shared_span_is_drawn_on_its_floor():
    svg = spark(series(70, 70, 3), span=Span(60, 100))

    [(_, y)] = drawn.middles(svg, "c-dot-low")
    assert y == pytest.approx(35, abs=0.2)


@pytest.mark.parametrize("kind", GLYPHS)
def test_every_glyph_is_hidden_from_screen_readers_and_coloured_by_class(kind):
    root = ElementTree.fromstring(glyph(kind))

    assert root.get("aria-hidden") == "true"
    assert "glyph" in root.get("class").split()
    assert {path.get("fill") for path in root} <= {None, "none", "currentColor"}


def test_no_two_glyphs_look_the_same_in_grey_but_for_noticed_and_open():
    shapes = {}
    for kind in GLYPHS:
        drawing = [tuple(sorted(path.items())) for path in ElementTree.fromstring(glyph(kind))]
        shapes.setdefault(tuple(drawing), []).append(kind)

    assert [kinds for kinds in shapes.values() if len(kinds) > 1] == [["noticed", "open"]]


@pytest.mark.parametrize("kind", get_args(Swatch.__value__))
def test_every_swatch_fits_its_frame(kind):
    width, height = drawn.size(swatch(kind))

    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn.all_corners(swatch(kind)))


def small(points, ruptures=()):
    return small_multiple(points, ruptures, span=SPAN, label="K-14")
