from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from alliance.web.charts.describe import range_description, strip_description, trend_description
from alliance.web.charts.figure import chart_figure, chart_frame
from alliance.web.charts.legend import strip_legend, trend_legend
from alliance.web.charts.marks import (
    DomainRow,
    DomainToday,
    SessionPoint,
)
from alliance.web.charts.svg import joined, svg
from alliance.web.charts.table import session_table
from tests.web.drawn import FIRST, series, thread


def rows(html):
    table = ElementTree.fromstring(html).find("table")
    return [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]


def test_the_trend_is_told_in_the_order_span_direction_ruptures_latest():
    points = series(50, 52, 50, 54, 70, 75, 78, 76, 74, 40)
    days = [point.held_on for point in points]

    told = trend_description(
        points,
        [
            thread((days[3], "open"), (days[5], "repaired")),
            thread((days[9], "partly")),
        ],
    )

    assert told == (
        "10 sessions from 28 May to 30 Jul 2026. Your average rose from Partly to Mostly. "
        "2 ruptures: 18 June, repaired 2 July; 30 July, partly repaired. "
        "The latest session is below the usual range."
    )


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        ([50, 50, 50, 50, 75, 75, 75, 75], "Your average rose from Partly to Mostly."),
        ([75, 75, 75, 75, 50, 50, 50, 50], "Your average fell from Mostly to Partly."),
        ([75, 75, 75, 75, 70, 70, 70, 70], "Your average stayed around Mostly."),
        ([60, 60, 60, 60, 65, 65, 65, 65], "Your average stayed between Partly and Mostly."),
        ([75, 75, 75, 75, 75, 75, 75, 20], "Your average stayed around Mostly."),
    ],
)
def test_the_direction_compares_start_and_end_and_one_session_is_no_direction(scores, sentence):
    assert sentence in trend_description(series(*scores))


def test_two_sessions_have_no_direction_and_say_when_the_range_appears():
    assert trend_description(series(50, 90)) == (
        "2 sessions from 28 May to 4 Jun 2026. The usual range appears from the third session."
    )


def test_a_course_that_was_decided_elsewhere_replaces_the_direction():
    told = trend_description(series(50, 50, 50, 75, 75, 75), course="A dip, and back.")

    assert "A dip, and back." in told
    assert "Your average" not in told


@pytest.mark.parametrize(
    ("latest", "sentence"),
    [
        (40, "The latest session is below the usual range."),
        (70, "The latest session is within the usual range."),
        (90, "The latest session is above the usual range."),
        (None, "The latest session has no average."),
    ],
)
def test_the_latest_session_is_told_against_the_range(latest, sentence):
    assert trend_description(series(70, 70, 70, latest)).endswith(sentence)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("open", "One rupture: 28 May, still open."),
        ("partly", "One rupture: 28 May, partly repaired."),
        ("repaired", "One rupture: 28 May, repaired 4 June."),
        ("let_go", "One rupture: 28 May, let go 4 June."),
    ],
)
def test_where_a_rupture_ended_is_told(state, told):
    points = series(70, 70, 70)
    rupture = thread((points[0].held_on, "open"), (points[1].held_on, state))
    if state in {"open", "partly"}:
        rupture = thread((points[0].held_on, state))

    assert told in trend_description(points, [rupture])


def test_of_many_ruptures_the_latest_five_are_told():
    points = series(*[70] * 8)
    ruptures = [thread((point.held_on, "open")) for point in points]

    told = trend_description(points, ruptures)

    assert "8 ruptures, the latest of them: 18 June, still open;" in told
    assert "11 June, still open" not in told


def test_sessions_of_two_years_are_told_with_both_years():
    points = [SessionPoint(date(2025, 12, 30), 70), SessionPoint(date(2026, 1, 6), 70)]

    assert "from 30 Dec 2025 to 6 Jan 2026." in trend_description(points)


def test_one_session_and_none_are_told():
    assert trend_description(series(70)).startswith("One session, on 28 May 2026.")
    assert trend_description([]) == "No sessions yet."


def test_dates_follow_the_language():
    with override("de"):
        assert "28. Mai 2026" in trend_description(series(70))


def test_the_strip_is_told_by_what_is_below_in_the_latest_session():
    days = [point.held_on for point in series(70, 70)]
    low = DomainRow("Goals and tasks", (75, 25), frozenset({1}))
    steady = DomainRow("Fit", (25, 75), frozenset({0}))

    assert strip_description([low, steady], held_on=days) == (
        "2 domains in 2 sessions, darker the closer to Fully. "
        "Below the usual range in the latest session: Goals and tasks."
    )
    assert "no domain is below" in strip_description([steady], held_on=days)


def test_today_against_usual_is_told_domain_by_domain():
    told = range_description(
        [
            DomainToday("Goals", 40, 65, 85),
            DomainToday("Fit", 90, 50, 80),
            DomainToday("Welcome", 70, 50, 80),
            DomainToday("Warmth", None, 50, 80),
        ]
    )

    assert told == (
        "Below the usual range: Goals. Above it: Fit. Within it: Welcome. Not rated: Warmth."
    )


def test_before_there_is_a_range_nothing_is_told_against_it():
    told = range_description([DomainToday("Goals", 40, earlier=(50,))])

    assert "appears from the third session" in told
    assert "Within" not in told


def test_the_table_says_everything_that_the_charts_show():
    points = series(70, 70, 75, 40)
    points[3] = SessionPoint(points[3].held_on, 40, 60, 80, signal="drop", answered=4, asked=10)
    domain = DomainRow("Goals", (75, None, 50, 25), frozenset({3}))
    rupture = thread((points[1].held_on, "open"), (points[3].held_on, "repaired"))

    heading, *sessions = rows(
        session_table(points, [rupture], [domain], ident="sessions", caption="Each session")
    )

    assert heading == ["Session", "Average", "Usual range", "Rupture", "Goals"]
    assert sessions == [
        ["28 May 2026", "Mostly, 3.8", "still learning", "", "Mostly"],
        ["4 Jun 2026", "Mostly, 3.8", "still learning", "noticed", "not rated"],
        ["11 Jun 2026", "Mostly, 4.0", "3.4 to 4.2", "", "Partly"],
        [
            "18 Jun 2026",
            "Partly, 2.6, 4 of 10 answered",
            "3.4 to 4.2, below it, a drop",
            "repaired",
            "A little, below usual",
        ],
    ]


def test_the_table_names_the_form_only_where_it_changed():
    same = series(70, 70)
    changed = [same[0], SessionPoint(same[1].held_on, 70, edition=2, form="all twenty")]

    assert "Form" not in rows(session_table(same, ident="t", caption="c"))[0]
    assert rows(session_table(changed, ident="t", caption="c"))[2][-1] == "all twenty, edition 2"


def test_a_rupture_noticed_and_partly_repaired_in_one_session_says_both():
    points = series(70, 70)
    table = session_table(points, [thread((FIRST, "partly"))], ident="t", caption="c")

    assert rows(table)[1][3] == "noticed, partly repaired"


def test_an_unrated_session_is_in_the_table():
    assert rows(session_table(series(None), ident="t", caption="c"))[1][1] == "not rated"


def test_hostile_text_in_the_table_is_escaped():
    hostile = '<script>"&'
    table = session_table(series(70), (), [DomainRow(hostile, (70,))], ident="t", caption=hostile)

    assert "<script" not in table
    assert rows(table)[0][-1] == hostile


def test_numbers_in_the_table_follow_the_language():
    with override("de"):
        assert "3,8" in rows(session_table(series(70), ident="t", caption="c"))[1][1]


def test_a_legend_names_only_what_is_drawn():
    plain = trend_legend(series(70, 70), client="K-14")
    points = series(70, 70, 70, 40, None)
    full = trend_legend(points, [thread((FIRST, "open"), (FIRST, "repaired"))], client="K-14")

    assert entries(plain) == []
    assert entries(full) == [
        "usual range for K-14",
        "below it",
        "rupture",
        "repaired",
        "not rated",
    ]


def test_the_strips_legend_names_the_five_steps():
    assert entries(strip_legend([DomainRow("Goals", (75,))])) == [
        "Not at all",
        "A little",
        "Partly",
        "Mostly",
        "Fully",
    ]


def test_a_clients_code_in_the_legend_is_escaped():
    assert entries(trend_legend(series(70, 70, 70), client="<b>")) == ["usual range for <b>"]


def test_a_figure_holds_both_sizes_and_an_empty_line_to_read_in():
    wide, narrow = svg("<svg>wide</svg>"), svg("<svg>narrow</svg>")
    figure = ElementTree.fromstring(
        chart_figure("trend", wide=wide, narrow=narrow, legend=svg("<ul/>"), table="sessions")
    )

    assert figure.attrib | {"data-hint": ""} == {
        "class": "chart",
        "data-chart": "trend",
        "data-table": "sessions",
        "data-hint": "",
    }
    assert [span.get("class") for span in figure.iter("span")] == ["only-lg", "only-sm"]
    assert figure.find("p").get("role") == "status"
    assert "only-sm" in chart_frame(wide=wide, narrow=narrow)


def test_what_was_never_escaped_cannot_pass_as_safe():
    assert svg("<p>{}</p>", "<b>'\"") == "<p>&lt;b&gt;&#x27;&quot;</p>"
    assert not hasattr(joined([svg("<p>"), "<script>"]), "__html__")


def entries(html):
    return ["".join(entry.itertext()) for entry in ElementTree.fromstring(html).iter("li")]
