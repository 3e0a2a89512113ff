from datetime import date, timedelta

import pytest

from alliance.trends.rhythm import Absence, due_on, is_gap_long, is_log_missing, usual_gap_days

START = date(2026, 3, 2)
WEEKLY = [START + timedelta(weeks=week) for week in range(5)]
LAST = WEEKLY[-1]


def days_later(days):
    return LAST + timedelta(days=days)


def test_rhythm_is_the_median_gap_and_one_holiday_does_not_change_it():
    assert usual_gap_days(WEEKLY) == 7
    assert usual_gap_days([*WEEKLY, days_later(28), days_later(35)]) == 7


def test_too_few_days_have_no_rhythm():
    assert usual_gap_days(WEEKLY[:3]) is None
    assert usual_gap_days([START, START, START, START]) is None
    assert due_on(WEEKLY[:3]) is None


@pytest.mark.parametrize(("days", "missing"), [(6, False), (8, False), (9, True), (20, True)])
def test_log_is_missing_two_days_after_it_was_due(days, missing):
    assert is_log_missing(WEEKLY, today=days_later(days)) is missing


def test_noted_absence_moves_the_day_on():
    holiday = Absence(days_later(5), days_later(20))

    assert due_on(WEEKLY, absences=[holiday]) == days_later(21)
    assert not is_log_missing(WEEKLY, today=days_later(22), absences=[holiday])
    assert is_log_missing(WEEKLY, today=days_later(23), absences=[holiday])


def test_absences_that_follow_each_other_are_all_skipped():
    cancelled = Absence(days_later(7), days_later(7))
    holiday = Absence(days_later(10), days_later(16))

    assert due_on(WEEKLY, absences=[holiday, cancelled]) == days_later(21)


@pytest.mark.parametrize(("days", "long"), [(21, False), (22, True)])
def test_weekly_client_has_a_long_gap_after_three_weeks(days, long):
    assert is_gap_long(WEEKLY, today=days_later(days)) is long


def test_monthly_client_has_a_long_gap_after_two_months():
    monthly = [START + timedelta(days=28 * month) for month in range(5)]

    assert not is_gap_long(monthly, today=monthly[-1] + timedelta(days=56))
    assert is_gap_long(monthly, today=monthly[-1] + timedelta(days=57))


def test_days_of_a_pause_do_not_count():
    pause = Absence(days_later(1), days_later(30))

    assert not is_gap_long(WEEKLY, today=days_later(50), absences=[pause])
    assert is_gap_long(WEEKLY, today=days_later(52), absences=[pause])


def test_client_without_sessions_has_neither():
    assert not is_gap_long([], today=START)
    assert not is_log_missing([], today=START)
