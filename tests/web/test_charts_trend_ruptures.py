"""The trend: ruptures in the lane under its sessions."""

from datetime import timedelta

from tests.web import drawn
from tests.web.drawn import FIRST, near, series, thread, trend


def test_a_repaired_rupture_joins_its_two_sessions():
    points = series(70, 70, 70, 70, 70)
    svg = trend(points, [thread((points[1].held_on, "open"), (points[3].held_on, "repaired"))])

    xs = drawn.centres(svg)
    [noticed] = drawn.middles(svg, "g-rup")
    [repaired] = drawn.middles(svg, "g-rup-done")
    [[start, end]] = drawn.outlines(svg, "c-join")
    assert start == near(noticed)
    assert end == near(repaired)
    assert (start[0], end[0]) == near((xs[1], xs[3]))
    assert drawn.outlines(svg, "c-guide")[0][0][0] == near(xs[1])


def test_an_open_rupture_is_amber_until_it_is_closed():
    points = series(70, 70, 70)
    svg = trend(points, [thread((points[1].held_on, "open"))])

    assert len(drawn.middles(svg, "g-rup is-live")) == 1
    assert drawn.middles(svg, "g-rup") == []


def test_a_partly_repaired_rupture_is_half_filled():
    points = series(70, 70, 70)
    svg = trend(points, [thread((points[1].held_on, "partly"))])

    [(whole_x, _)] = drawn.middles(svg, "g-rup is-live")
    [(half_x, _)] = drawn.middles(svg, "g-rup-fill is-live")
    assert half_x < whole_x


def test_a_rupture_that_was_let_go_is_hollow_with_a_bar_and_not_amber():
    points = series(70, 70, 70)
    svg = trend(points, [thread((points[0].held_on, "open"), (points[1].held_on, "let_go"))])

    assert len(drawn.middles(svg, "g-rup")) == 2
    assert len(drawn.middles(svg, "g-rup-bar")) == 1
    assert drawn.middles(svg, "g-rup-done") == []


def test_a_rupture_from_before_the_first_session_drawn_begins_at_the_lanes_edge():
    points = series(70, 70, 70)
    before = FIRST - timedelta(60)
    svg = trend(points, [thread((before, "open"), (points[1].held_on, "repaired"))])

    [[(start, _), _]] = drawn.outlines(svg, "c-join")
    assert start < drawn.centres(svg)[0]
    assert drawn.outlines(svg, "c-guide") == []


def test_a_rupture_closed_before_the_first_session_drawn_is_not_there():
    svg = trend(
        series(70, 70, 70),
        [thread((FIRST - timedelta(60), "open"), (FIRST - timedelta(50), "repaired"))],
    )

    assert drawn.outlines(svg, "g-rup") == drawn.outlines(svg, "g-rup-done") == []


def test_ruptures_at_the_same_time_lie_under_one_another():
    points = series(*[70] * 6)
    days = [point.held_on for point in points]
    svg = trend(
        points,
        [
            thread((days[0], "open"), (days[4], "repaired")),
            thread((days[2], "open"), (days[5], "repaired")),
        ],
    )

    (_, first_y), (_, second_y) = drawn.middles(svg, "g-rup")
    assert first_y < second_y
