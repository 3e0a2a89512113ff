"""A period's figures are worked out from its published months."""

from dataclasses import replace
from datetime import date

from alliance.trends.months import last_day, months_from, months_later, settled_month
from alliance.trends.period import amount_of, logged, logged_by_team, mean_weeks, spans
from alliance.trends.published_month import AGES, LINES, Month, Stretch
from alliance.trends.small_groups import Figure

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


def figure(total, **teams):
    return Figure(total, {frozenset(name): amount for name, amount in teams.items()})


NOTHING = figure(0)
EMPTY = Month(
    seen=NOTHING,
    sessions=NOTHING,
    due=NOTHING,
    line=dict.fromkeys(LINES, 0),
    strained=NOTHING,
    strained_for=dict.fromkeys(AGES, 0),
    waiting=NOTHING,
    waiting_for=dict.fromkeys(AGES, 0),
    opened=None,
    closed=None,
    repaired=None,
)


def month(**told):
    return replace(EMPTY, **told)


def test_completeness_is_over_the_months_in_which_both_numbers_are_told():
    told = logged(
        [
            month(sessions=figure(80), due=figure(100)),
            month(sessions=figure(70), due=figure(None)),
            month(sessions=figure(90), due=figure(100)),
        ]
    )

    assert (told.sessions, told.due, told.percent) == (170, 200, 85)


def test_without_such_a_month_there_is_none():
    assert logged([month(due=figure(None))]) is None
    assert logged([]) is None


def test_teams_told_together_once_are_told_together_throughout():
    told = logged_by_team(
        [
            month(sessions=figure(60, a=10, b=20, c=30), due=figure(70, a=10, b=25, c=35)),
            month(sessions=figure(60, a=10, b=20, c=30), due=figure(65, ab=30, c=35)),
        ]
    )

    assert {("".join(sorted(each.teams)), each.sessions, each.due) for each in told} == {
        ("ab", 60, 65),
        ("c", 60, 70),
    }


def test_a_team_is_told_with_those_it_is_told_together_with():
    assert amount_of(figure(30, ab=10, c=20), "a") == (frozenset("ab"), 10)
    assert amount_of(figure(30, ab=10, c=20), "d") == (frozenset("d"), 0)
    assert amount_of(figure(30), "a") is None


def test_a_stretch_covers_the_months_up_to_the_one_it_stands_in():
    stretch = Stretch(months=3, figure=figure(10), parts={})

    [span] = spans({MAY: EMPTY, JULY: month(closed=stretch)}, "closed")

    assert (span.first, span.last) == (MAY, JULY)


def test_weeks_to_repair_are_weighed_by_clients():
    few = Stretch(months=1, figure=figure(10), parts={}, weeks=4)
    many = Stretch(months=1, figure=figure(30), parts={}, weeks=2)

    assert (
        mean_weeks(list(spans({MAY: month(repaired=few), JUNE: month(repaired=many)}, "repaired")))
        == 2
    )
    assert mean_weeks([]) is None


def test_months_are_whole_and_cross_the_year():
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months_later(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert list(months_from(date(2026, 12, 1), date(2027, 1, 1))) == [
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
    assert list(months_from(JUNE, MAY)) == []


def test_a_month_is_settled_on_the_eighth_of_the_next():
    assert settled_month(date(2026, 7, 7), after_days=7) == MAY
    assert settled_month(date(2026, 7, 8), after_days=7) == JUNE
