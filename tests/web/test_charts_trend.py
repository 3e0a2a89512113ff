from datetime import date, timedelta

import pytest
from django.utils.safestring import SafeString

from alliance.web.charts.marks import RuptureStep, RuptureThread, SessionPoint
from alliance.web.charts.trend import trend_chart
from tests.web import drawn

FIRST = date(2026, 5, 28)


def series(*scores, every=7, low=60.0, high=80.0, **facts):
    """Sessions a week apart whose usual range is the same from the third one on."""
    return [
        SessionPoint(
            FIRST + timedelta(every * i),
            score,
            low if i >= 2 else None,
            high if i >= 2 else None,
            **facts,
        )
        for i, score in enumerate(scores)
    ]


def near(place):
    """Coordinates are written with one decimal."""
    return pytest.approx(place, abs=0.2)


def thread(*steps):
    return RuptureThread(tuple(RuptureStep(on, state) for on, state in steps))


def trend(points, ruptures=(), *, size="wide"):
    return trend_chart(points, ruptures, size=size, title="K-14", description="How it went.")


def edge_y(svg, side):
    """Where the band's upper or lower edge lies, for a range that stays the same."""
    ys = [y for outline in drawn.outlines(svg, "c-band") for _, y in outline]
    return min(ys) if side == "upper" else max(ys)


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


@pytest.mark.parametrize(("sessions", "to_come"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_the_first_sessions_show_the_places_of_those_still_needed(sessions, to_come):
    svg = trend(series(*[70] * sessions))

    assert len(drawn.middles(svg, "c-ghost")) == to_come


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


def test_a_change_of_form_is_marked_and_named_between_the_sessions():
    points = [
        SessionPoint(FIRST + timedelta(7 * i), 70, form="core ten" if i < 4 else "all twenty")
        for i in range(8)
    ]
    svg = trend(points)

    [[(x, _), _]] = drawn.outlines(svg, "c-change")
    assert drawn.centres(svg)[3] < x < drawn.centres(svg)[4]
    assert "all twenty" in drawn.words(svg)


def test_a_new_edition_is_named_by_its_number():
    points = [SessionPoint(FIRST + timedelta(7 * i), 70, edition=1 + i // 4) for i in range(8)]

    assert "Edition 2" in drawn.words(trend(points))


def test_the_axis_carries_the_words_reached_and_no_numbers():
    told = drawn.words(trend(series(55, 60, 65, 70)))

    assert "Partly" in told
    assert "Mostly" in told
    assert "Not at all" not in told
    assert not [word for word in told if word.isdigit()]


def test_a_series_that_never_changes_still_spans_three_words():
    told = drawn.words(trend(series(75, 75, 75, 75, low=None, high=None)))

    assert {"Partly", "Mostly", "Fully"} <= set(told)


def test_months_are_named_under_their_first_session_and_january_says_the_year():
    points = [SessionPoint(date(2026, 11, 5) + timedelta(7 * i), 70) for i in range(14)]

    told = drawn.words(trend(points))
    assert [word for word in told if word[:3] in {"Nov", "Dec", "Jan", "Feb"}] == [
        "Nov",
        "Dec",
        "Jan 2027",
        "Feb",
    ]


def test_hostile_text_in_a_title_is_escaped():
    hostile = '</title><script>alert("x")</script>&'
    svg = trend_chart(series(70), size="wide", title=hostile, description=hostile)

    assert isinstance(svg, SafeString)
    assert "<script" not in svg
    assert [drawn.drawing(svg).find(tag).text for tag in ("title", "desc")] == [hostile, hostile]


def test_hostile_text_in_the_name_of_a_form_is_escaped():
    points = series(70, 70)
    points[1] = SessionPoint(points[1].held_on, 70, form="<b>&")

    assert "<b>&" in drawn.words(trend(points))


def test_an_image_is_named_by_its_own_title_and_description():
    both = {size: drawn.drawing(trend(series(70, 70), size=size)) for size in ("wide", "narrow")}

    for root in both.values():
        ids = [root.find("title").get("id"), root.find("desc").get("id")]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby").split() == ids
    assert both["wide"].find("title").get("id") != both["narrow"].find("title").get("id")


def test_both_sizes_keep_their_widths():
    assert drawn.size(trend(series(70), size="wide"))[0] == 648
    assert drawn.size(trend(series(70), size="narrow"))[0] == 358


def test_no_chart_carries_a_style_of_its_own():
    svg = trend(series(70, 70, 40, 95, None, 70))

    assert "style" not in svg
    assert "fill=" not in svg


def test_ten_years_of_sessions_stay_inside_the_drawing_and_are_one_line():
    points = series(*[60 + i % 20 for i in range(5000)], every=1)
    svg = trend(points)

    width, height = drawn.size(svg)
    assert all(0 <= x <= width and 0 <= y <= height for x, y in drawn.all_corners(svg))
    assert len(drawn.middles(svg, "c-dot")) == 0
