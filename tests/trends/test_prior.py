from dataclasses import asdict
from math import sqrt

import pytest

from alliance.trends.prior import Learned, Prior, PriorPool, clinic_defaults, prior_from


def learned(level, *, squares=0.0, degrees=5, sessions=5, domains=None):
    return Learned(level, squares, degrees, sessions, domains or {})


def test_new_clinician_starts_from_the_shipped_values():
    assert prior_from([]) == Prior(75, 6)


def test_prior_leans_on_the_other_clients():
    others = [learned(60, squares=500, degrees=10), learned(70, squares=100, degrees=4)]

    prior = prior_from(others)

    assert prior.mean == (60 + 70 + 2 * 75) / 4
    assert prior.spread == sqrt((600 + 12 * 36) / (14 + 12))


def test_client_with_two_learned_sessions_teaches_nobody():
    assert prior_from([learned(20, sessions=2)]) == Prior()


def test_clinics_own_defaults_take_the_place_of_the_shipped_ones():
    prior = prior_from([learned(60, squares=0, degrees=0)], defaults=Prior(80, 9))

    assert prior.mean == pytest.approx((60 + 2 * 80) / 3)
    assert prior.spread == pytest.approx(9)


def test_domain_mean_comes_from_the_clients_who_have_one():
    others = [learned(70, domains={"goals": 50, "fit": 90}), learned(70, domains={"goals": 60})]

    assert prior_from(others).domains == {
        "goals": (110 + 150) / 4,
        "fit": (90 + 150) / 3,
    }


def test_clinic_keeps_the_shipped_values_until_it_has_300_sessions():
    few = [learned(50, squares=4000, degrees=29, sessions=29)] * 10
    enough = [learned(50, squares=3000, degrees=30, sessions=30)] * 10

    assert clinic_defaults(few) == Prior()
    assert clinic_defaults(enough) == Prior(50, 10)


def test_pool_gives_the_same_prior_as_starting_over():
    then, a, b, c = (
        learned(10, squares=5, degrees=1, sessions=3),
        learned(60, squares=500, degrees=10, sessions=9),
        learned(50, squares=9, degrees=2, sessions=2),
        learned(70, squares=100, degrees=4, sessions=4),
    )
    pool = PriorPool()
    for client, taught in (("a", then), ("a", a), ("b", b), ("c", c)):
        pool.put(client, taught)

    afresh = prior_from([a, b, c])
    assert pool.prior().mean == pytest.approx(afresh.mean)
    assert pool.prior().spread == pytest.approx(afresh.spread)


def test_prior_and_learned_can_be_stored_as_json_and_read_back():
    prior = Prior(71, 5, {"fit": 80.0})
    taught = learned(71, squares=3, domains={"fit": 80.0})

    assert Prior(**asdict(prior)) == prior
    assert Learned(**asdict(taught)) == taught
