"""Before what can't be undone, one shows again who one is; once in a quarter of an hour."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from alliance.people.models import Invitation, Membership, Session
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTH-09")]
ROLES = {"is_clinician": "on", "is_supervisor": "on"}


@pytest.fixture
def admin():
    return make.member(roles="admin", user=make.user(password=make.PASSWORD))


@pytest.fixture
def colleague(admin):
    return make.member(of=admin.clinic)


@pytest.fixture
def browser(admin):
    browser = Client()
    browser.force_login(admin.user)
    return browser


def signed_in_before(minutes: int) -> None:
    Session.objects.update(started_at=timezone.now() - timedelta(minutes=minutes))


def page_of(member) -> str:
    return f"/c/{member.clinic.slug}/people/{member.pk}/"


def by_password(asked) -> str:
    """The way by password instead of the app, as the page offers it."""
    return asked.url.replace("/2fa/", "/")


def is_supervisor(member) -> bool:
    return Membership.objects.get(pk=member.pk).is_supervisor


def test_somebody_who_just_signed_in_is_not_asked(browser, colleague):
    browser.post(page_of(colleague), ROLES)

    assert is_supervisor(colleague)


def test_an_old_sign_in_is_asked_and_nothing_is_changed(browser, colleague):
    signed_in_before(minutes=16)

    answer = browser.post(page_of(colleague), ROLES)

    assert "/reauthenticate/?next=" in answer.url
    assert not is_supervisor(colleague)


def test_after_the_password_it_works_and_one_is_back_on_the_page(browser, colleague):
    signed_in_before(minutes=16)
    page = page_of(colleague)
    asked = browser.post(page, ROLES, headers={"referer": f"http://testserver{page}"})

    back = browser.post(by_password(asked), {"password": make.PASSWORD})
    browser.post(page, ROLES)

    assert back.url == page
    assert is_supervisor(colleague)


def test_a_wrong_password_is_no_proof(browser, colleague):
    signed_in_before(minutes=16)
    asked = browser.post(page_of(colleague), ROLES)

    browser.post(by_password(asked), {"password": "something-else-entirely"})
    browser.post(page_of(colleague), ROLES)

    assert not is_supervisor(colleague)


def test_a_page_is_read_without_and_only_changing_it_asks(browser, colleague):
    signed_in_before(minutes=16)

    assert browser.get(page_of(colleague)).status_code == 200


@pytest.mark.parametrize("act", ["deactivate", "reactivate"])
def test_opening_and_closing_the_clinic_to_somebody_asks(browser, colleague, act):
    signed_in_before(minutes=16)

    browser.post(f"{page_of(colleague)}{act}/")

    assert Membership.objects.get(pk=colleague.pk).deactivated_at is None


def test_inviting_asks_before_anything_is_typed(browser, admin):
    signed_in_before(minutes=16)
    path = f"/c/{admin.clinic.slug}/people/invite/"

    answers = [browser.get(path), browser.post(path, {"email": "a@b.example", **ROLES})]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not Invitation.objects.exists()


def test_the_clinics_settings_ask(browser, admin):
    signed_in_before(minutes=16)

    answer = browser.post(f"/c/{admin.clinic.slug}/settings/clinic/", {"name": "Another"})

    assert "/reauthenticate/" in answer.url


def test_the_way_back_leads_to_no_other_site(browser, colleague):
    signed_in_before(minutes=16)

    asked = browser.post(page_of(colleague), ROLES, headers={"referer": "http://evil.example/x"})

    assert asked.url.endswith("?next=%2F")
