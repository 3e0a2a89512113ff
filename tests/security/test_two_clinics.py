"""Somebody who works in two clinics, in two tabs of one browser: nothing gets into the other."""

from itertools import cycle, islice

import pytest
from django.test import Client

from alliance.logbook.models import Client as ClinicClient
from alliance.logbook.models import SessionLog
from tests import make
from tests.browse import posted

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("SESS-09")]


@pytest.fixture
def places():
    """Two places of one person, each with a client of the same code."""
    user = make.user()
    places = [make.member(user=user), make.member(user=user)]
    for place in places:
        place.client = make.client(of=place, code="K-14")
    return places


@pytest.fixture
def browser(places):
    browser = Client()
    browser.force_login(places[0].user)
    return browser


def test_what_is_written_in_turns_stays_where_it_was_written(places, browser, tried, how_many):
    count = how_many(12, full=1000)
    for number, place in enumerate(islice(cycle(places), count)):
        about = {"code": f"{'MNPQ'[number // 200 % 4]}-{number % 900}{number // 2 % 9}"}
        browser.post(f"/c/{place.clinic.slug}/clients/new/", about)
        browser.get(f"/c/{places[number // 2 % 2].clinic.slug}/")

    tried(count)
    kept = [ClinicClient.objects.of_clinician(place).count() - 1 for place in places]
    assert kept == [count // 2] * 2
    for client in ClinicClient.objects.all():
        assert client.clinician.clinic_id == client.clinic_id


def test_a_client_of_the_other_tab_is_none_of_this_one(places, browser):
    here, there = places

    browser.post(f"/c/{here.clinic.slug}/log/new/", posted(there.client))
    answer = browser.get(f"/c/{here.clinic.slug}/clients/{there.client.pk}/")

    assert not SessionLog.objects.exists()
    assert answer.status_code == 404


def test_a_log_is_kept_in_the_clinic_of_its_address(places, browser):
    for place in places:
        browser.post(f"/c/{place.clinic.slug}/log/new/", posted(place.client))

    found = {(log.clinic_id, log.author_id) for log in SessionLog.objects.all()}
    assert found == {(place.clinic_id, place.pk) for place in places}
