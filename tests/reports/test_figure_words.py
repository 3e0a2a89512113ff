"""Figures in words: what is hidden is said to be, teams stand by name, stretches say since when."""

from datetime import date

import pytest

from alliance.reports.queries.figure_charts import figure_charts
from alliance.reports.queries.figure_words import month_words, team_words
from alliance.reports.queries.figures import figures
from alliance.reports.queries.month_table import month_table
from alliance.trends.published_month import Stretch
from tests.trends.test_period import EMPTY, figure, month

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
NAMES = {"a": "Zebra", "b": "Adults", "c": "Couples"}


def chart(ident, months):
    return next(each for each in figure_charts(months, names=NAMES) if each.ident == ident)


@pytest.mark.requirement("PRIV-05")
def test_teams_stand_by_name_whatever_they_logged():
    best_last = month(sessions=figure(150, a=100, b=50), due=figure(200, a=100, b=100))

    drawn = chart("teams", {AUGUST: best_last}).drawing

    assert drawn.index("Adults: 50 of 100") < drawn.index("Zebra: 100 of 100")


def test_where_joining_leaves_one_group_the_last_month_is_told_by_team():
    joined = month(sessions=figure(60, ab=30, c=30), due=figure(60, ab=30, c=30))
    otherwise = month(sessions=figure(60, a=30, bc=30), due=figure(60, a=30, bc=30))

    told = chart("teams", {JULY: joined, AUGUST: otherwise})

    assert told.line.endswith("August 2026")
    assert "Adults and Couples: 30 of 30; Zebra: 30 of 30" in told.drawing


def test_a_reason_that_is_hidden_in_one_stretch_is_hidden_in_the_period():
    def closed(**parts):
        return month(closed=Stretch(months=1, figure=figure(20), parts=parts))

    told = chart(
        "closed",
        {
            JULY: closed(completed=10, dropped_out=None, referred_on=0),
            AUGUST: closed(completed=15, dropped_out=10, referred_on=0),
        },
    )

    assert "40 closed, July to August 2026" in told.line
    assert "opened: hidden" in told.line
    assert "Completed: 25; Dropped out: hidden; Referred on: 0." in told.drawing


def test_a_stretch_stands_in_its_last_month_and_says_since_when():
    stretch = Stretch(months=2, figure=figure(10), parts={})

    first, second = month_table({JULY: EMPTY, AUGUST: month(opened=stretch)}, names=NAMES).rows

    assert first.cells[5] == "not yet"
    assert second.cells[5] == "10 since Jul"


def test_a_team_told_together_with_another_says_with_whom():
    [row] = month_table(
        {AUGUST: month(seen=figure(40, ab=10, c=30), sessions=figure(None))}, names=NAMES, team="a"
    ).rows

    assert row.cells[:2] == ("10 with Adults", "hidden")


def test_what_is_hidden_is_said_to_be_and_was_is_left_out():
    told = figures({AUGUST: month(seen=figure(None), due=figure(None))}, before={}, names=NAMES)

    assert [(fact.value, fact.before) for fact in told.facts[:2]] == [
        ("hidden", ""),
        ("hidden", ""),
    ]
    assert told.line == "August 2026"


def test_periods_and_teams_in_words():
    assert month_words(date(2025, 11, 1), date(2026, 1, 1)) == "November 2025 to January 2026"
    assert team_words(frozenset({"a", "b", "c"}), names=NAMES) == "Adults, Couples and Zebra"
    assert team_words(frozenset({""}), names=NAMES) == "No team"
