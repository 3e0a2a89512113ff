import pytest

from alliance.web.charts.marks import DomainToday
from alliance.web.charts.ranges import range_chart
from tests.web import drawn


def ranges(*rows, size="wide"):
    return range_chart(rows, size=size, title="Today", description="In words.")


def test_below_the_usual_range_is_amber_with_a_line_from_its_edge_and_a_bold_name():
    svg = ranges(DomainToday("Goals", 40, 65, 85), DomainToday("Fit", 70, 50, 80))

    [(x, y)] = drawn.middles(svg, "c-dot-low")
    [[(start, _), (end, line_y)]] = drawn.outlines(svg, "c-drop")
    goals, _fit = drawn.outlines(svg, "c-band")
    assert start == pytest.approx(min(x for x, _ in goals) - 5, abs=0.2)
    assert (end, line_y) == pytest.approx((x, y), abs=0.2)
    assert [t.findtext("tspan") for t in bold(svg)] == ["Goals"]


def test_above_the_usual_range_is_a_ring_and_not_amber():
    svg = ranges(DomainToday("Goals", 95, 65, 85))

    assert len(drawn.middles(svg, "c-dot-high")) == 1
    assert drawn.middles(svg, "c-dot-low") == []


def test_inside_the_usual_range_is_a_plain_dot():
    svg = ranges(DomainToday("Goals", 65, 65, 85))

    assert len(drawn.middles(svg, "c-dot-now")) == 1
    assert bold(svg) == []


def test_before_there_is_a_range_earlier_sessions_are_quiet_dots():
    svg = ranges(DomainToday("Goals", 75, earlier=(50, 100)))

    assert drawn.outlines(svg, "c-band") == []
    assert len(drawn.middles(svg, "c-dot-before")) == 2
    assert len(drawn.middles(svg, "c-dot-now")) == 1


def test_a_domain_that_was_not_rated_says_so():
    svg = ranges(DomainToday("Goals", None, 65, 85), DomainToday("Fit", None, 20, 98))

    assert drawn.words(svg).count("not rated") == 2
    assert drawn.middles(svg, "c-dot-now") == []


def test_the_axis_spans_the_words_reached():
    told = drawn.words(ranges(DomainToday("Goals", 60, 55, 85)))

    assert told[:3] == ["Partly", "Mostly", "Fully"]
    assert "A little" not in told


def test_no_domains_leave_an_empty_scale():
    assert drawn.words(ranges()) == ["Partly", "Mostly", "Fully"]


def test_hostile_names_are_escaped():
    assert "<b>&" in drawn.words(ranges(DomainToday("<b>&", 60, 55, 85)))


def bold(svg):
    return [t for t in drawn.drawing(svg).iter("text") if "is-on" in t.get("class")]
