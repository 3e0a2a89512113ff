"""Leaving for good says what stays, and does what it says."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from alliance.home.services.closing import close_practice
from alliance.logbook.models import Client, Draft, Reflection, SessionLog
from alliance.logbook.services.holds import place_hold
from alliance.people.models import Clinic, Membership, User
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db
ADDRESS = "/privacy/own/close/"


@pytest.fixture(autouse=True)
def ledger(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"


@pytest.fixture
def practice():
    member = make.member(of=make.clinic(name="Linden"), roles="clinician admin")
    make.log(of=make.client(of=member), reflection="Mine.", rupture=make.rupture())
    return member


def test_a_colleague_leaves_and_the_clinics_record_stays(client):
    admin = make.member(roles="admin")
    member = make.member(of=admin.clinic)
    make.log(of=make.client(of=member), reflection="Mine.")
    own = Browser(client, member)
    assert "What stays with the clinic" in own.read(ADDRESS)

    answer = own.post(ADDRESS, {"name": member.clinic.name, "with_reflections": "on"})

    assert answer.status_code == 302
    assert (SessionLog.objects.count(), Reflection.objects.count()) == (1, 0)
    assert not Draft.objects.exists()
    member.refresh_from_db()
    user = User.objects.get(pk=member.user_id)
    assert member.deactivated_at is not None
    assert (user.is_active, user.email.endswith("@closed.invalid")) == (False, True)
    assert not EmailAddress.objects.filter(user=user).exists()
    assert own.get("/").status_code == 302


def test_reflections_stay_sealed_unless_they_say_otherwise(client):
    admin = make.member(roles="admin")
    member = make.member(of=admin.clinic)
    make.log(of=make.client(of=member), reflection="Mine.")

    Browser(client, member).post(ADDRESS, {"name": member.clinic.name})

    assert Reflection.objects.count() == 1


def test_whoever_has_another_clinic_keeps_their_account(client):
    member = make.member(of=make.member(roles="admin").clinic)
    make.member(user=member.user)

    Browser(client, member).post(ADDRESS, {"name": member.clinic.name})

    assert User.objects.get(pk=member.user_id).is_active


def test_the_last_admin_of_others_stays(client):
    admin = make.member(roles="admin")
    make.member(of=admin.clinic)

    answer = Browser(client, admin).post(ADDRESS, {"name": admin.clinic.name})

    assert answer.status_code == 422
    assert "needs an admin" in answer.text


def test_the_wrong_name_deletes_nothing(client, practice):
    answer = Browser(client, practice).post(ADDRESS, {"name": "Lindens"})

    assert answer.status_code == 422
    assert Clinic.objects.filter(pk=practice.clinic_id).exists()


def test_a_practice_of_one_goes_with_everything_in_it(client, practice):
    other = make.log(reflection="Of somebody else.")
    own = Browser(client, practice)
    assert "the practice goes with you" in own.read(ADDRESS)

    answer = own.post(ADDRESS, {"name": "linden"})

    assert answer.status_code == 302
    assert not Clinic.objects.filter(pk=practice.clinic_id).exists()
    assert list(Client.objects.all()) == [other.client]
    assert Reflection.objects.get().log == other
    assert not User.objects.get(pk=practice.user_id).is_active


def test_a_hold_keeps_the_practice(client, practice):
    place_hold(Client.objects.get(), basis="An order.", by=practice)

    answer = Browser(client, practice).post(ADDRESS, {"name": "Linden"})

    assert answer.status_code == 422
    assert "legal hold" in answer.text


@pytest.mark.requirement("PRIV-09")
def test_a_restored_practice_that_was_deleted_goes_again(practice):
    clinic = Clinic.objects.get(pk=practice.clinic_id)
    close_practice(practice, now=timezone.now())
    clinic.save(force_insert=True)
    user = User.objects.get(pk=practice.user_id)
    Membership.objects.create(clinic=clinic, user=user, is_clinician=True, is_admin=True)

    call_command("replay_erasures")

    assert not Clinic.objects.filter(pk=clinic.pk).exists()
