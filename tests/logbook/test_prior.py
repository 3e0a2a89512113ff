"""Where a client's usual range starts: from the clinician's others, else from the clinic."""

import pytest

from alliance.logbook.models import Client
from alliance.logbook.services import readings
from alliance.trends.prior import Learned, clinic_defaults
from tests import make

pytestmark = pytest.mark.django_db


def learned_from(client, *, level, sessions):
    """As if so many sessions had taught it."""
    learned = {
        "level": level,
        "squares": 50.0 * sessions,
        "degrees": sessions,
        "sessions": sessions,
        "domains": {},
    }
    Client.objects.filter(pk=client.pk).update(learned=learned)
    return Learned(**learned)


def prior_of_a_new_client(*, of):
    about = make.client(of=of)
    make.log(of=about)
    return Client.objects.get(pk=about.pk).prior


def test_a_new_clinician_starts_from_the_shipped_defaults():
    prior = prior_of_a_new_client(of=make.member())

    assert (prior["mean"], prior["spread"]) == (75, 6)


def test_a_clinic_with_three_hundred_sessions_teaches_a_new_clinician():
    member = make.member()
    colleague = make.member(of=member.clinic)
    everyone = [
        learned_from(make.client(of=colleague), level=level, sessions=sessions)
        for level, sessions in [(60.0, 100), (64.0, 150), (71.5, 50), (99.0, 2)]
    ]

    prior = prior_of_a_new_client(of=member)

    learned = clinic_defaults(everyone)
    assert learned.mean == pytest.approx(65.166667)
    assert prior["mean"] == pytest.approx(learned.mean)
    assert prior["spread"] == pytest.approx(learned.spread)


def test_a_smaller_one_or_another_one_teaches_nothing():
    member = make.member()
    learned_from(make.client(of=make.member(of=member.clinic)), level=50.0, sessions=299)
    learned_from(make.client(), level=50.0, sessions=5_000)

    assert prior_of_a_new_client(of=member)["mean"] == 75


def test_ones_own_clients_count_for_more_than_the_default():
    member = make.member()
    for _number in range(8):
        learned_from(make.client(of=member), level=50.0, sessions=20)

    assert prior_of_a_new_client(of=member)["mean"] == pytest.approx((8 * 50 + 2 * 75) / 10)


def test_a_prior_stays_as_it_was_at_the_first_session():
    member = make.member()
    about = make.client(of=member)
    make.log(of=about)

    learned_from(make.client(of=member), level=20.0, sessions=400)
    make.log(of=about)

    assert Client.objects.get(pk=about.pk).prior["mean"] == 75


def test_a_large_clinic_is_learned_from_its_latest_clients(monkeypatch):
    """Or a first session would be saved the more slowly the larger its clinic is."""
    monkeypatch.setattr(readings, "DEFAULTS_FROM", 2)
    member = make.member()
    colleague = make.member(of=member.clinic)
    _old, *latest = [
        learned_from(make.client(of=colleague), level=level, sessions=200)
        for level in (20.0, 60.0, 70.0)
    ]

    prior = prior_of_a_new_client(of=member)

    assert prior["mean"] == pytest.approx(clinic_defaults(latest).mean) == pytest.approx(65)
