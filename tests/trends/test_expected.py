"""Which logs are missing, by each client's own rhythm."""

from datetime import date, timedelta

from alliance.trends.expected import missing_on
from alliance.trends.rhythm import Absence

START = date(2026, 3, 2)


def weeks(*numbers):
    return [START + timedelta(weeks=number) for number in numbers]


def test_a_weekly_client_misses_the_week_without_a_log():
    assert missing_on(weeks(0, 1, 2, 3, 5), until=START + timedelta(weeks=5)) == weeks(4)


def test_a_session_moved_by_a_day_or_two_is_not_missing():
    days = [*weeks(0, 1, 2, 3), START + timedelta(weeks=4, days=3), *weeks(5)]

    assert missing_on(days, until=days[-1]) == []


def test_nothing_is_expected_before_a_rhythm_is_known():
    assert missing_on(weeks(0, 1, 2), until=START + timedelta(weeks=9)) == []


def test_after_four_missing_in_a_row_nothing_is_expected_until_the_next_session():
    until = START + timedelta(weeks=20)

    assert missing_on(weeks(0, 1, 2, 3), until=until) == weeks(4, 5, 6, 7)
    assert missing_on(weeks(0, 1, 2, 3, 12), until=weeks(13)[0]) == weeks(4, 5, 6, 7, 13)


def test_an_absence_excuses_the_sessions_in_it_and_the_day_beside_it():
    holiday = Absence(weeks(4)[0] + timedelta(days=2), weeks(5)[0])

    assert missing_on(weeks(0, 1, 2, 3, 7), until=weeks(7)[0], absences=[holiday]) == weeks(6)


def test_a_fortnightly_client_misses_nothing_in_the_week_between():
    fortnightly = weeks(0, 2, 4, 6, 8)

    assert missing_on(fortnightly, until=weeks(9)[0]) == []
    assert missing_on(fortnightly, until=weeks(10)[0]) == weeks(10)


def test_two_logs_of_one_day_are_one_day():
    assert missing_on([*weeks(0, 1, 2, 3), *weeks(3)], until=weeks(3)[0]) == []
