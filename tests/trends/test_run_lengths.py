"""How long the rules run until a false alarm, against published and exact values.

Seeds are fixed. The tolerance is about three standard errors of the mean of so many runs.
"""

import random
from itertools import count
from math import sqrt
from statistics import NormalDist, fmean

import pytest

from alliance.trends.baseline import is_drop
from alliance.trends.sensitivity import LIMITS, Sensitivity

NORMAL = NormalDist()


def mean_run_length(alarm_after, *, runs, seed):
    draw = random.Random(seed).gauss
    return fmean(alarm_after(draw) for _ in range(runs))


def ewma_alarm(draw, weight=0.1, limit=2.814):
    edge = limit * sqrt(weight / (2 - weight))
    level = 0.0
    for number in count(1):
        level += weight * (draw() - level)
        if abs(level) > edge:
            return number


def drop_alarm(draw):
    before = 0.0
    for number in count(1):
        now = draw()
        if is_drop(now, before):
            return number
        before = now


def exact_run_length(limits):
    """From the two states of the rule: the session before was low, or it was not."""
    far = NORMAL.cdf(-limits.single)
    low = NORMAL.cdf(-limits.pair) - far
    quiet = 1 - far - low
    return (1 + low) / (1 - quiet - low * quiet)


def test_harness_measures_the_published_run_length_of_an_ewma():
    # Lucas & Saccucci 1990: weight 0.1, limit 2.814, in control, 500 sessions.
    measured = mean_run_length(ewma_alarm, runs=2_500, seed=1)

    assert measured == pytest.approx(500, rel=0.06)


def test_drop_rule_with_known_level_and_spread_runs_65_sessions():
    measured = mean_run_length(drop_alarm, runs=12_000, seed=2)

    assert measured == pytest.approx(65.3, rel=0.03)
    assert exact_run_length(LIMITS[Sensitivity.USUAL]) == pytest.approx(65.3, abs=0.05)


def test_calm_runs_longer_and_keen_shorter():
    calm, usual, keen = (exact_run_length(LIMITS[each]) for each in Sensitivity)

    assert calm > 1.5 * usual
    assert usual > 1.5 * keen
