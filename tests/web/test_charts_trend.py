"""The trend: its sessions, the gaps between them, and the band of the usual range."""

from datetime import timedelta

import pytest

from alliance.web.charts.marks import SessionPoint
from tests.web import drawn
from tests.web.drawn import FIRST, near, series, trend


def edge_y(svg, side):
    """Where the band's upper or lower edge lies, for a range that stays the same."""
    ys = [y for outline in drawn.outlines(svg, "c-band") for _, y in outline]
    return min(ys) if side == "upper" else max(ys)


# --- sessions ---------------------------------------------------------------------------------


def test_a_session_below_the_range_is_amber_with_a_line_from_the_bands_edge():
    svg = trend(series(70, 70, 70, 40, 70))

    [(x, y)] = drawn.middles(svg, "c-dot-low")
    [[(line_x, line_start), (_, line_end)]] = drawn.outlines(svg, "c-drop")
    assert x == near(line_x) == near(drawn.centres(svg)[3])
    assert line_start == edge_y(svg, "lower")
    assert line_end == near(y)
    assert y > line_start


def test_a_session_above_the_range_is_a_ring_without_amber():
    svg = trend(series(70, 70, 70, 95, 70))

    [(x, y)] = drawn.middles(svg, "c-dot-high")
    [[(_, line_start), (_, line_end)]] = drawn.outlines(svg, "c-rise")
    assert x == near(drawn.centres(svg)[3])
    assert line_start == edge_y(svg, "upper")
    assert line_end == near(y)
    assert y < line_start
    assert drawn.middles(svg, "c-dot-low") == []


def test_a_session_on_the_edge_of_the_range_is_inside_it():
    svg = trend(series(70, 70, 60, 80, 70))

    assert drawn.middles(svg, "c-dot-low") == drawn.middles(svg, "c-dot-high") == []


def test_a_drop_hangs_from_a_bar():
    below = series(70, 70, 70, 40, 70)
    dropped = series(70, 70, 70, 40, 70)
    dropped[3] = SessionPoint(below[3].held_on, 40, 60, 80, signal="drop")

    bars = [o for o in drawn.outlines(trend(dropped), "c-drop") if o[0][1] == o[1][1]]
    assert len(bars) == 1
    assert len(drawn.outlines(trend(below), "c-drop")) == 1


def test_a_recovery_is_marked_above_its_session():
    points = series(70, 70, 70, 40, 72)
    points[4] = SessionPoint(points[4].held_on, 72, 60, 80, signal="recovery")
    svg = trend(points)

    [(x, y)] = drawn.middles(svg, "c-recovery")
    [(now_x, now_y)] = drawn.middles(svg, "c-dot-now")
    assert x == near(now_x)
    assert y < now_y


def test_only_the_latest_session_is_filled():
    svg = trend(series(70, 72, 68, 71))

    [(x, _)] = drawn.middles(svg, "c-dot-now")
    assert x == near(drawn.centres(svg)[-1])
    assert len(drawn.middles(svg, "c-dot")) == 3


def test_a_session_with_few_answers_has_a_smaller_dot():
    points = series(70, 70, 70, 70)
    points[1] = SessionPoint(points[1].held_on, 70, answered=4, asked=10)
    svg = trend(points)

    widths = [max(x for x, _ in o) - min(x for x, _ in o) for o in drawn.outlines(svg, "c-dot")]
    assert widths[1] < widths[0] == widths[2]


def test_a_session_without_a_score_is_a_dash_below_the_scale_and_never_a_zero():
    svg = trend(series(70, 70, 0, None, 70))

    [(x, y)] = drawn.middles(svg, "c-na")
    [(_, lowest_y)] = drawn.middles(svg, "c-dot-low")
    assert x == near(drawn.centres(svg)[3])
    assert y > lowest_y
    assert len(drawn.outlines(svg, "c-line is-gap")) == 1


@pytest.mark.parametrize(("sessions", "to_come"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_the_first_sessions_show_the_places_of_those_still_needed(sessions, to_come):
    svg = trend(series(*[70] * sessions))

    assert len(drawn.middles(svg, "c-ghost")) == to_come


def test_ten_years_of_sessions_stay_inside_the_drawing_and_are_one_line():
    points = series(*[60 + i % 20 for i in range(5000)], every=1)
    svg = trend(points)

    width, height = drawn.size(svg)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn.all_corners(svg))
    assert len(drawn.middles(svg, "c-dot")) == 0


# --- the columns they stand in ----------------------------------------------------------------


def test_columns_are_evenly_spaced_whatever_the_days_between():
    points = [
        SessionPoint(FIRST + timedelta(days), 70) for days in (0, 6, 13, 21, 28, 35, 42, 50, 56)
    ]
    xs = drawn.centres(trend(points))

    steps = {round(later - earlier) for earlier, later in zip(xs, xs[1:], strict=False)}
    assert len(steps) == 1


def test_a_break_of_more_than_twelve_days_leaves_one_empty_column_and_a_dotted_line():
    days = [0, 7, 14, 21, 28, 50, 57, 64, 71]
    svg = trend([SessionPoint(FIRST + timedelta(day), 70) for day in days])

    xs = drawn.centres(svg)
    assert xs[5] - xs[4] == pytest.approx(2 * (xs[1] - xs[0]), abs=0.2)
    assert len(drawn.outlines(svg, "c-line is-gap")) == 1
    assert len(drawn.outlines(svg, "c-line")) == 2


def test_every_fortnight_is_no_break_for_a_client_who_comes_every_fortnight():
    svg = trend(series(*[70] * 10, every=14))

    assert drawn.outlines(svg, "c-line is-gap") == []


# --- the band ---------------------------------------------------------------------------------


def test_the_band_begins_with_the_first_session_that_has_a_range():
    svg = trend(series(70, 70, 70, 70))

    left = min(x for o in drawn.outlines(svg, "c-band") for x, _ in o)
    assert drawn.centres(svg)[1] < left < drawn.centres(svg)[2]


def test_the_band_moves_with_each_session():
    points = [SessionPoint(FIRST + timedelta(7 * i), 70, 50 + i, 80 + i) for i in range(9)]
    svg = trend(points)

    upper, lower = drawn.outlines(svg, "c-band-edge")
    assert len({y for _, y in upper}) == len({y for _, y in lower}) == 9


def test_a_session_without_a_range_interrupts_the_band():
    points = series(*[70] * 9)
    points[5] = SessionPoint(points[5].held_on, 70)

    assert len(drawn.outlines(trend(points), "c-band")) == 2
