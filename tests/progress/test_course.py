"""The course from stored readings says the same as one from the ratings themselves."""

import random
from datetime import date, timedelta
from functools import cache

from alliance.logbook.layouts import layout_of
from alliance.logbook.models import SessionLog
from alliance.progress.queries.course import course_line, stored_readings
from alliance.trends.course import CourseCode, course
from alliance.trends.prior import Prior
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.series import Session, rebuild
from tests import make

CODES_TO_MEET = set(CourseCode) - {CourseCode.ALIKE}


def ratings_of(level: float, *, chance: random.Random) -> dict[str, int]:
    return {item: max(1, min(5, round(chance.gauss(level, 0.6)))) for item in make.ratings()}


def any_series(seed: int) -> list[Session]:
    """Sessions around a level that now and then drops, comes back or stays elsewhere."""
    chance = random.Random(seed)
    level, sessions = 4.0, []
    for number in range(chance.randrange(1, 30)):
        if chance.random() < 0.12:
            level = chance.choice([2.2, 3.0, 4.0, 4.6])
        ratings = {} if chance.random() < 0.05 else ratings_of(level, chance=chance)
        held_on = date(2026, 1, 5) + timedelta(weeks=number)
        sessions.append(Session(str(number), held_on, number, ratings))
    return sessions


def read(sessions):
    return rebuild(sessions, prior=Prior(), sensitivity=Sensitivity.USUAL, layout=layout_of(1))


@cache
def every_series():
    return [read(any_series(seed)) for seed in range(120)]


def as_stored(readings):
    """Logs that carry what a save stores of each reading, and their signals by log."""
    logs = [SessionLog(held_on=reading.held_on, score=reading.score) for reading in readings]
    signals = {log.pk: reading.signals for log, reading in zip(logs, readings, strict=True)}
    return logs, signals


def test_the_stored_course_is_the_course_of_the_ratings():
    for seed, readings in enumerate(every_series()):
        logs, signals = as_stored(readings)

        stored = stored_readings(logs, signals=signals)

        assert course(stored) == course(readings), seed
        assert [each.phase for each in stored] == [each.phase for each in readings], seed


def test_the_series_of_these_tests_take_every_course():
    met = {course(readings).code for readings in every_series()}

    assert met >= CODES_TO_MEET


def test_a_course_names_its_month():
    chance = random.Random(1)
    levels = [4.0] * 10 + [2.0, 2.1]
    sessions = [
        Session(str(n), date(2026, 8, 3) + timedelta(weeks=n), n, ratings_of(v, chance=chance))
        for n, v in enumerate(levels)
    ]
    logs, signals = as_stored(read(sessions))

    assert course_line(logs, signals=signals) == "In a dip since October."
