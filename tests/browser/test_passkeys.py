"""Passkeys, with an authenticator that Chromium plays: set up, sign in, confirm, remove."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import DESKTOP, PHONE

ADD = "/accounts/2fa/webauthn/add/"


@pytest.fixture
def member():
    return make.member(user=make.user(email="therapist@clinic.example", password=make.PASSWORD))


def with_authenticator(page, *, knows_the_finger=True):
    """A phone that is held up at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": knows_the_finger,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return page


def add_passkey(page):
    page.goto(ADD)
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")


@pytest.mark.requirement("AUTH-04")
def test_a_passkey_is_set_up_signs_in_confirms_and_is_removed(page_as, member):
    page = with_authenticator(page_as(member.user))
    add_passkey(page)
    expect(page.locator("li.code")).to_have_count(10)

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"**/c/{member.clinic.slug}/")

    page.goto("/accounts/2fa/webauthn/")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("None yet.")).to_be_visible()
    assert not Authenticator.objects.exists()


@pytest.mark.requirement("AUTH-04")
def test_a_passkey_is_the_step_after_the_password(open_page, page_as, member):
    page = with_authenticator(page_as(member.user))
    add_passkey(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()

    page.fill("[name=login]", "therapist@clinic.example")
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")
    page.get_by_role("button", name="Use a passkey").click()

    page.wait_for_url(f"**/c/{member.clinic.slug}/")


def test_a_device_that_refuses_is_told_so_and_nothing_is_changed(page_as, member):
    page = with_authenticator(page_as(member.user, path=ADD), knows_the_finger=False)

    page.get_by_role("button", name="Add a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_anyone_can_read_the_pages(page_as, axe_violations, member, viewport, dark):
    page = with_authenticator(page_as(member.user, viewport=viewport, dark=dark))
    add_passkey(page)
    found = {page.url: axe_violations(page)}
    for path in (
        "/accounts/2fa/",
        ADD,
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/recovery-codes/generate/",
    ):
        page.goto(path)
        found[path] = axe_violations(page)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path

    assert {path: wrong for path, wrong in found.items() if wrong} == {}
