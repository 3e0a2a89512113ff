from datetime import date, time, timedelta

import pytest

from alliance.progress.queries.habits import usual_time, usual_weekday

MONDAY = date(2026, 11, 16)


def weeks(*days_after_monday: int) -> list[date]:
    """One session a week, that many days after each Monday."""
    return [MONDAY + timedelta(weeks=w, days=d) for w, d in enumerate(days_after_monday)]


@pytest.mark.parametrize(
    ("held_on", "weekday"),
    [
        (weeks(3, 3, 3), 3),
        (weeks(0, 0, 0, 3, 3, 3, 3, 3), 3),
        (weeks(3, 1, 3, 2, 3, 4), 3),
        (weeks(3, 1, 3, 2, 3, 4, 0), None),
        (weeks(3, 3), None),
        ([], None),
    ],
)
def test_a_client_is_usually_seen_on_the_day_of_half_the_last_six_sessions(held_on, weekday):
    assert usual_weekday(held_on) == weekday


def test_the_order_of_sessions_does_not_matter():
    assert usual_weekday(list(reversed(weeks(0, 0, 0, 3, 3, 3, 3, 3)))) == 3


def test_the_usual_time_is_the_commonest_that_was_noted():
    assert usual_time([time(9), None, time(14), time(14), None]) == time(14)


def test_among_equally_common_times_the_latest_counts():
    assert usual_time([time(9), time(14)]) == time(14)


def test_without_a_noted_time_there_is_none():
    assert usual_time([None, None]) is None
