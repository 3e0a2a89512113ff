from math import sqrt

import pytest

from alliance.trends.baseline import Baseline, Phase, UsualRange
from alliance.trends.prior import Prior
from alliance.trends.sensitivity import LIMITS, Sensitivity


def steps_of(*scores, prior=None, **options):
    baseline = Baseline(prior or Prior())
    return [baseline.feed(score, **options) for score in scores]


def phases(*scores, **options):
    return [step.phase.value for step in steps_of(*scores, **options)]


def test_first_session_moves_the_level_half_way_to_its_score():
    baseline = Baseline(Prior(75, 6))

    baseline.feed(71)

    assert baseline.level == 73
    assert baseline.uncertainty == 0.5
    assert baseline.spread == pytest.approx(sqrt((6 * 36 + 16 / 2) / 7))


def test_range_begins_at_the_third_session_and_is_the_one_from_before_it():
    one, two, three = steps_of(75, 75, 40)

    assert one.usual_range is None
    assert two.usual_range is None
    spread = sqrt(6 * 36 / 8)
    reach = 1.4 * spread * sqrt(1 + 1 / 3)
    assert three.usual_range == pytest.approx(UsualRange(75 - reach, 75 + reach))


def test_range_never_leaves_the_scale():
    *_, last = steps_of(100, 100, 100, 100, prior=Prior(98, 9))

    assert last.usual_range.high == 100
    assert last.usual_range.low > 50


def test_spread_never_falls_below_three():
    baseline = Baseline(Prior(75, 3))

    for _ in range(200):
        baseline.feed(75)

    assert baseline.spread == 3


def test_one_session_far_below_is_a_drop():
    assert phases(75, 75, 75, 75, 55) == ["usual"] * 4 + ["dropped"]


def test_one_session_a_little_below_is_none_but_two_in_a_row_are():
    assert phases(75, 75, 75, 75, 64.5) == ["usual"] * 5
    assert phases(75, 75, 75, 75, 64.5, 62) == ["usual"] * 5 + ["dropped"]


def test_no_drop_in_the_first_two_sessions():
    assert phases(75, 20) == ["usual", "usual"]


def test_high_session_is_no_drop():
    assert phases(75, 75, 75, 75, 100, 100) == ["usual"] * 6


def test_dip_teaches_nothing_until_it_is_over():
    baseline = Baseline(Prior())
    for score in (75, 75, 75, 75):
        baseline.feed(score)
    level = baseline.level

    dropped, down, back = (baseline.feed(score) for score in (50, 52, 74))

    assert (dropped.level, down.level, back.level) == (level, level, level)
    assert [step.phase for step in (dropped, down, back)] == [
        Phase.DROPPED,
        Phase.DOWN,
        Phase.BACK,
    ]
    assert back.dip_sessions == 2


def test_score_half_a_spread_below_is_back():
    baseline = Baseline(Prior())
    for score in (75, 75, 75, 75):
        baseline.feed(score)
    dropped = baseline.feed(50)
    edge = dropped.dip_level - 0.5 * dropped.dip_spread

    assert baseline.feed(edge - 0.1).phase is Phase.DOWN
    assert baseline.feed(edge).phase is Phase.BACK


def test_dip_of_six_sessions_becomes_the_new_level():
    baseline = Baseline(Prior())
    for score in (75, 75, 75, 75):
        baseline.feed(score)

    steps = [baseline.feed(score) for score in (50, 52, 50, 48, 50, 50)]

    assert steps[-1].phase is Phase.NEW_LEVEL
    assert baseline.level == 50
    assert baseline.uncertainty == 0.25
    assert baseline.sessions == 3
    assert baseline.feed(50).phase is Phase.USUAL


@pytest.mark.parametrize(
    ("score", "calm", "usual", "keen"),
    [
        (64.5, "usual", "usual", "dropped"),
        (63.5, "usual", "dropped", "dropped"),
        (62, "dropped", "dropped", "dropped"),
    ],
)
def test_keener_means_sooner(score, calm, usual, keen):
    found = [
        phases(75, 75, 75, 75, 75, score, limits=LIMITS[sensitivity])[-1]
        for sensitivity in Sensitivity
    ]

    assert found == [calm, usual, keen]


def test_outlier_counts_for_no_more_than_two_and_a_half_spreads():
    far, farther = Baseline(Prior()), Baseline(Prior())
    for baseline, score in ((far, 30), (farther, 0)):
        for each in (75, score):
            baseline.feed(each)

    assert far.level == farther.level
    assert far.squares == farther.squares
