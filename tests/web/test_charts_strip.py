from datetime import date, timedelta

import pytest

from alliance.web.charts.marks import DomainRow, SessionPoint
from alliance.web.charts.strip import domain_strip
from alliance.web.charts.trend import trend_chart
from tests.web import drawn

DAYS = [date(2026, 5, 28) + timedelta(7 * i) for i in range(6)]


def strip(*rows, days=DAYS, size="wide"):
    return domain_strip(rows, held_on=days, size=size, title="By domain", description="In words.")


def row(*scores, name="Goals and tasks", below=()):
    return DomainRow(name, scores, frozenset(below))


def near(place):
    return pytest.approx(place, abs=0.3)


@pytest.mark.parametrize(
    ("score", "step"), [(0, 0), (12, 0), (13, 1), (37, 1), (50, 2), (63, 3), (87, 3), (88, 4)]
)
def test_a_cell_has_the_lightness_of_the_nearest_word(score, step):
    svg = strip(row(score), days=DAYS[:1])

    cells = {css: len(drawn.outlines(svg, css)) for css in ("s0", "s1", "s2", "s3", "s4")}
    assert cells == {f"s{i}": int(i == step) for i in range(5)}


def test_a_session_has_the_same_column_in_the_strip_as_in_the_trend():
    days = [*DAYS, DAYS[-1] + timedelta(30)]
    points = [SessionPoint(day, 75) for day in days]
    trend = trend_chart(points, size="wide", title="K-14", description="In words.")
    svg = strip(row(*[75] * 7), days=days)

    assert drawn.centres(svg) == drawn.centres(trend)
    assert [x for x, _ in drawn.middles(svg, "s3")] == near(drawn.centres(trend))


def test_below_the_usual_range_is_a_triangle_on_its_cell():
    svg = strip(row(75, 75, 25, 75, 75, 75, below={2}))

    [(x, y)] = drawn.middles(svg, "c-below")
    [(cell_x, cell_y)] = drawn.middles(svg, "s1")
    assert (x, y) == near((cell_x, cell_y))


def test_not_rated_is_a_dash_and_not_a_cell():
    svg = strip(row(None, 75, 75, 75, 75, 75))

    assert len(drawn.outlines(svg, "c-na")) == 1
    assert len(drawn.outlines(svg, "s3")) == 5


def test_not_at_all_has_an_edge_that_tells_it_from_an_empty_place():
    svg = strip(row(0, 75, 75, 75, 75, 75))

    assert drawn.middles(svg, "s0-edge") == drawn.middles(svg, "s0")


def test_a_row_must_have_a_score_or_none_for_every_session():
    with pytest.raises(ValueError, match="shorter"):
        strip(row(75, 75))


def test_long_names_take_two_lines_on_a_phone_and_are_cut_after_that():
    svg = strip(
        row(*[75] * 6, name="Feedback, rupture and repair"),
        row(*[75] * 6, name="Rückmeldungen und Beziehungsbrüche sowie deren Wiederherstellung"),
        size="narrow",
    )

    lines = drawn.words(svg)
    assert lines[:2] == ["Feedback, rupture", "and repair"]
    assert lines[3].endswith("…")


def test_hostile_names_are_escaped():
    assert '<i>"&' in drawn.words(strip(row(*[75] * 6, name='<i>"&')))


def test_no_sessions_leave_the_names_of_the_domains():
    assert drawn.words(strip(row(), days=[])) == ["Goals and tasks"]


def test_four_hundred_sessions_stay_inside_the_drawing():
    days = [DAYS[0] + timedelta(i) for i in range(400)]
    for size in ("wide", "narrow"):
        svg = strip(row(*[75] * 400, below={0, 399}), days=days, size=size)

        width, height = drawn.size(svg)
        assert all(0 <= x <= width and -2 <= y <= height for x, y in drawn.all_corners(svg))
