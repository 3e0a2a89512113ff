"""Whatever the series: charts are well-formed and lie inside their frame."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.web.charts.describe import trend_description
from alliance.web.charts.legend import trend_legend
from alliance.web.charts.marks import (
    DomainRow,
    DomainToday,
    RuptureStep,
    RuptureThread,
    SessionPoint,
)
from alliance.web.charts.ranges import range_chart
from alliance.web.charts.scale import shared_span
from alliance.web.charts.sparkline import small_multiple, sparkline
from alliance.web.charts.strip import domain_strip
from alliance.web.charts.table import session_table
from alliance.web.charts.trend import trend_chart
from tests.web import drawn

SCORES = st.none() | st.floats(0, 100)
STATES = st.sampled_from(["open", "partly", "repaired", "let_go"])
# Every character that XML can carry at all.
TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40
)
# A triangle is a little higher than the cell of a strip of dense columns allows.
TOLERANCE = 0.5


@st.composite
def sessions(draw, most=30):
    pauses = draw(st.lists(st.integers(0, 60), max_size=most))
    points, day = [], date(2026, 1, 1)
    for pause in pauses:
        day += timedelta(pause)
        edges = draw(st.none() | st.tuples(st.floats(0, 100), st.floats(0, 100)))
        low, high = sorted(edges) if edges else (None, None)
        points.append(
            SessionPoint(
                day,
                draw(SCORES),
                low,
                high,
                signal=draw(st.sampled_from(["", "drop", "recovery"])),
                answered=draw(st.none() | st.integers(0, 10)),
                asked=10,
                edition=draw(st.integers(1, 2)),
                form=draw(st.sampled_from(["", "core ten", "<all & twenty>"])),
            )
        )
    return points


@st.composite
def ruptures(draw):
    steps = draw(st.lists(st.tuples(st.integers(-100, 900), STATES), min_size=1, max_size=4))
    return RuptureThread(
        tuple(RuptureStep(date(2026, 1, 1) + timedelta(d), s) for d, s in sorted(steps))
    )


def assert_inside(svg):
    width, height = drawn.size(svg)
    outside = [
        (x, y)
        for x, y in drawn.all_corners(svg)
        if not (-TOLERANCE <= x <= width + TOLERANCE and -TOLERANCE <= y <= height + TOLERANCE)
    ]
    assert outside == []


@settings(deadline=None, max_examples=60)
@given(sessions(), st.lists(ruptures(), max_size=6), st.sampled_from(["wide", "narrow"]), TEXT)
def test_any_trend_is_well_formed_and_inside_its_frame(points, threads, size, text):
    description = trend_description(points, threads)
    svg = trend_chart(points, threads, size=size, title=text, description=description)

    assert drawn.drawing(svg).find("title").text in {text, None}
    assert len(drawn.centres(svg)) == len(points)
    assert_inside(svg)


@settings(deadline=None, max_examples=40)
@given(sessions(most=12), st.lists(ruptures(), max_size=3), st.data())
def test_any_strip_and_its_table_are_well_formed(points, threads, data):
    names = data.draw(st.lists(TEXT, max_size=4))
    scores = st.lists(SCORES, min_size=len(points), max_size=len(points))
    rows = [
        DomainRow(name, data.draw(scores), frozenset(range(0, len(points), 3))) for name in names
    ]
    svg = domain_strip(
        rows,
        held_on=[point.held_on for point in points],
        size=data.draw(st.sampled_from(["wide", "narrow"])),
        title="By domain",
        description="In words.",
    )

    assert_inside(svg)
    table = session_table(points, threads, rows, ident="t", caption="c")
    assert len(list(drawn.drawing(table).iter("tr"))) == len(points) + 1
    drawn.drawing(trend_legend(points, threads, client="<K&14>"))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(TEXT, SCORES, SCORES, SCORES, st.lists(st.floats(0, 100), max_size=3)),
        max_size=9,
    ),
    st.sampled_from(["wide", "narrow"]),
)
def test_any_session_by_domain_is_well_formed_and_inside_its_frame(facts, size):
    rows = [
        DomainToday(name, score, *sorted((low, high)), tuple(earlier))
        if low is not None and high is not None
        else DomainToday(name, score, earlier=tuple(earlier))
        for name, score, low, high, earlier in facts
    ]

    assert_inside(range_chart(rows, size=size, title="Today", description="In words."))


@settings(deadline=None, max_examples=60)
@given(sessions(), st.none() | ruptures())
def test_any_small_chart_is_well_formed_and_inside_its_frame(points, thread):
    span = shared_span([points])

    assert_inside(sparkline(points, span=span, size="narrow", label="<K&14>", rupture=thread))
    assert_inside(small_multiple(points, [thread] if thread else [], span=span, label="K-14"))
