"""Sign-ins: kept so that nobody can take them over, and ended for good."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from alliance.people import services as people
from alliance.people.models import Session
from tests import make
from tests.browse import LIST_QUERIES, counted

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def member():
    return make.member(user=make.user(password=make.PASSWORD))


def signed_in(member, **headers) -> Client:
    browser = Client(headers=headers)
    browser.post("/accounts/login/", {"login": member.user.email, "password": make.PASSWORD})
    return browser


def is_in(browser: Client, member) -> bool:
    return browser.get(f"/c/{member.clinic.slug}/settings/").status_code == 200


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def test_what_is_kept_opens_no_sign_in_and_says_nothing(member):
    browser = signed_in(member)

    kept = Session.objects.filter(user=member.user).values_list("session_key", "session_data").get()

    assert key_of(browser) not in kept
    assert member.user.email not in kept[1]
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept[0]
    assert not is_in(thief, member)


def test_data_moved_to_another_sign_in_does_not_open(member):
    mine, other = signed_in(member), signed_in(make.member(user=make.user(password=make.PASSWORD)))
    stolen = Session.objects.get(user=member.user).session_data

    Session.objects.exclude(user=member.user).update(session_data=stolen)

    assert is_in(mine, member)
    assert not is_in(other, member)


@pytest.mark.requirement("SESS-01")
def test_signing_in_makes_a_new_key_and_the_old_one_is_dead(member):
    browser = Client()
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store["fixed"] = "by somebody else"
    store.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = store.session_key

    browser.post("/accounts/login/", {"login": member.user.email, "password": make.PASSWORD})

    assert key_of(browser) != store.session_key
    assert is_in(browser, member)
    replayed = Client()
    replayed.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    assert not is_in(replayed, member)


@pytest.mark.requirement("SESS-02")
@pytest.mark.parametrize(("ago", "still_in"), [(11 * 60 + 59, True), (12 * 60 + 1, False)])
def test_twelve_hours_after_signing_in_it_is_over_however_busy_one_was(member, ago, still_in):
    browser = signed_in(member)
    started_at = timezone.now() - timedelta(minutes=ago)
    Session.objects.update(started_at=started_at, seen_at=timezone.now())
    # Something is kept in the sign-in, which writes its end anew.
    browser.post(f"/c/{member.clinic.slug}/role/", {"role": "clinician"})

    assert is_in(browser, member) == still_in


@pytest.mark.requirement("SESS-04")
def test_whoever_is_deactivated_is_out_everywhere(member):
    admin = make.member(of=member.clinic, roles="admin")
    browsers = [signed_in(member) for _ in range(5)]

    people.deactivate(member, by=admin)

    assert not any(is_in(browser, member) for browser in browsers)
    assert not Session.objects.filter(user=member.user).exists()


@pytest.mark.requirement("SESS-04")
def test_a_new_password_ends_every_sign_in(member):
    browsers = [signed_in(member) for _ in range(3)]

    browsers[0].post(
        "/accounts/password/change/",
        {
            "oldpassword": make.PASSWORD,
            "password1": "another quite long sentence",
            "password2": "another quite long sentence",
        },
    )

    assert not any(is_in(browser, member) for browser in browsers)


@pytest.mark.requirement("SESS-05")
def test_an_admin_ends_the_sign_ins_of_a_member(member):
    admin = make.member(of=member.clinic, roles="admin")
    browser, admins = signed_in(member), Client()
    admins.force_login(admin.user)

    admins.post(f"/c/{member.clinic.slug}/people/{member.pk}/sign-out/")

    assert not is_in(browser, member)


def test_the_device_is_named_in_words(member):
    signed_in(member, user_agent=FIREFOX)
    signed_in(member, user_agent="<script>alert(1)</script>")

    named = set(Session.objects.values_list("device", flat=True))

    assert named == {"Firefox on Windows", "An unknown browser"}


@pytest.mark.requirement("SESS-05")
def test_one_sees_where_one_is_signed_in_and_ends_it(member):
    here, there = signed_in(member, user_agent=FIREFOX), signed_in(member)
    page = f"/c/{member.clinic.slug}/settings/signing-in/"
    shown = here.get(page).text
    (ends,) = re.findall(rf'action="({page}[0-9a-f-]+/end/)"', shown)

    here.post(ends)

    assert "Firefox on Windows" in shown
    assert is_in(here, member)
    assert not is_in(there, member)


@pytest.mark.requirement("SESS-05")
def test_all_others_end_at_once(member):
    here, others = signed_in(member), [signed_in(member) for _ in range(3)]

    here.post(f"/c/{member.clinic.slug}/settings/signing-in/others/")

    assert is_in(here, member)
    assert not any(is_in(browser, member) for browser in others)


@pytest.mark.requirement("SESS-05")
def test_nobody_ends_the_sign_in_of_somebody_else(member):
    browser, stranger = signed_in(member), make.member(user=make.user(password=make.PASSWORD))
    theirs = Session.objects.get(user=member.user).public_id

    signed_in(stranger).post(f"/c/{stranger.clinic.slug}/settings/signing-in/{theirs}/end/")

    assert is_in(browser, member)


@pytest.mark.requirement("SESS-03")
def test_signing_out_ends_it_on_the_server_and_clears_what_the_browser_kept(member):
    browser = signed_in(member)
    key = key_of(browser)

    answer = browser.post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"cache"'
    replayed = Client()
    replayed.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not is_in(replayed, member)
    assert not Session.objects.filter(user=member.user).exists()


def test_the_list_costs_the_same_for_one_and_for_many(member):
    browser = signed_in(member)
    page = f"/c/{member.clinic.slug}/settings/signing-in/"
    with counted() as few:
        browser.get(page)

    for _ in range(4):
        signed_in(member)
    with counted() as many:
        browser.get(page)

    assert len(many) == len(few) == LIST_QUERIES + 2
