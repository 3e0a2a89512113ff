import pytest

from alliance.trends.baseline import Baseline
from alliance.trends.prior import Prior
from alliance.trends.trend import TrendWatch


def shifts(*scores):
    """Session number from 1 → the shift told at it."""
    baseline, watch = Baseline(Prior()), TrendWatch()
    told = {number: watch.feed(baseline.feed(score)) for number, score in enumerate(scores, 1)}
    return {number: shift for number, shift in told.items() if shift}


STEADY = (75, 76, 74, 75, 76, 74, 75)


def test_steady_series_has_no_trend():
    assert shifts(*STEADY * 5) == {}


def test_four_sessions_a_little_lower_are_a_decline():
    [(number, shift)] = shifts(*STEADY, 70, 69, 69, 68).items()

    assert number == 11
    assert shift.q <= -2.2
    assert shift.mean == pytest.approx(69)
    assert shift.level == pytest.approx(75, abs=0.2)


def test_four_sessions_a_little_higher_are_an_improvement():
    [(number, shift)] = shifts(*STEADY, 80, 81, 81, 82).items()

    assert number == 11
    assert shift.q >= 2.2


def test_nothing_is_told_before_the_sixth_session():
    assert min(shifts(75, 90, 95, 95, 95, 95, 95)) == 6


def test_single_session_counts_for_two_spreads_at_most():
    assert shifts(*STEADY, 75, 75, 75, 100) == {}


def test_it_is_told_once_and_again_after_six_sessions_if_it_goes_on():
    told = shifts(*STEADY, *(75 + 2 * at for at in range(1, 12)))

    numbers = list(told)
    assert len(numbers) == 2
    assert numbers[1] - numbers[0] == 6


def test_no_decline_is_told_of_a_dip_that_is_over():
    through_a_dip = shifts(*STEADY, 50, 50, 50, 74, 70)

    assert not [number for number in through_a_dip if number >= 11]


def test_dip_that_lasts_is_a_decline():
    assert [shift.q < 0 for shift in shifts(*STEADY, 60, 60, 60, 60).values()] == [True]
