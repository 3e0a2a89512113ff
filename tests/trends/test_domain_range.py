from math import sqrt

import pytest

from alliance.trends.domain_range import DomainRanges
from alliance.trends.prior import Prior
from tests.trends.building import LAYOUT, all_items, read, weekly


def after(sessions, *, starts=None, scores=None, basis=LAYOUT.whole_form):
    ranges = DomainRanges(basis, starts=starts or {})
    for _ in range(sessions):
        ranges.learn(scores or {})
    return ranges


@pytest.mark.parametrize(
    ("domain", "start_spread"), [("fit", 18), ("welcome", 18 / sqrt(2)), ("goals", 18 / sqrt(3))]
)
def test_domain_starts_at_75_with_a_spread_for_its_items(domain, start_spread):
    found = after(2, scores={domain: 75}).before_next()[domain]

    spread = sqrt(6 * start_spread**2 / 8)
    least = 12 / 18 * start_spread
    reach = 1.4 * max(spread, least) * sqrt(1 + 1 / 3)
    assert found.low == pytest.approx(75 - reach)
    assert found.high == pytest.approx(min(75 + reach, 100))


def test_many_items_start_no_narrower_than_eight():
    domains = {"big": tuple(f"big-{at}" for at in range(9))}
    basis = type(LAYOUT)(domains, frozenset(domains["big"])).whole_form

    found = after(2, scores={"big": 75}, basis=basis).before_next()["big"]

    assert found.high - found.low == pytest.approx(2 * 1.4 * sqrt(6 * 64 / 8) * sqrt(4 / 3))


def test_range_of_one_item_never_gets_narrower_than_its_floor():
    found = after(200, scores={"fit": 75}).before_next()["fit"]

    assert found.high - found.low == pytest.approx(2 * 1.4 * 12, rel=0.03)


def test_domain_starts_at_the_clinicians_mean_in_it():
    sessions = weekly([all_items(3)] * 3)

    *_, unknown = read(sessions, prior=Prior())
    *_, known = read(sessions, prior=Prior(domains={"fit": 25.0}))

    assert known.domain_ranges["fit"].low < unknown.domain_ranges["fit"].low
    assert known.domain_ranges["goals"] == unknown.domain_ranges["goals"]


def test_domain_has_no_range_before_it_was_rated_twice():
    assert after(1, scores={"fit": 75}).before_next() == {}
    assert set(after(2, scores={"fit": 75}).before_next()) == {"fit"}


def test_domain_outside_its_range_is_no_signal():
    ratings = [{**all_items(4), "boundaries-1": 5 if at < 8 else 1} for at in range(9)]

    *_, last = read(weekly(ratings))

    assert last.domain_scores["boundaries"] < last.domain_ranges["boundaries"].low
    assert last.signals == ()
