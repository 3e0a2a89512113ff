"""The trend: the words on and around it, and the image it is to those who hear it."""

from datetime import date, timedelta

from django.utils.safestring import SafeString

from alliance.web.charts.marks import SessionPoint
from alliance.web.charts.trend import trend_chart
from tests.web import drawn
from tests.web.drawn import FIRST, series, trend

# --- words ------------------------------------------------------------------------------------


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


# --- the image --------------------------------------------------------------------------------


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
