"""Who must have a second factor sees nothing before it is set up."""

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from tests import make, routes
from tests.security.signing_in import (
    enrolled,
    is_in,
    signed_in,
    without_factor,
)

pytestmark = pytest.mark.django_db(transaction=True)

ENROL = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}


PROVE = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}


COVER = {"people:cover", "people:lift_cover", "people:uncover"}


# For whoever is not signed in; they show nothing of anyone.
DOOR = {
    "account_login",
    "account_signup",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "account_confirm_login_code",
    "home:service_worker",
    "home:unlock",
    "home:offline",
    "upkeep:livez",
    "upkeep:readyz",
    "people:accept_invitation",
}


@pytest.mark.requirement("AUTH-01")
@pytest.mark.parametrize("roles", ["supervisor", "admin", "clinician admin"])
def test_no_page_opens_before_it_is_set_up(roles, tried):
    world = routes.build_world(today=timezone.localdate())
    member = without_factor(roles)
    browser = signed_in(member)
    asked = [name for name in routes.names() if name not in ENROL | PROVE | COVER | DOOR]

    answers = {
        (name, method): browser.generic(
            method, f"/c/{member.clinic.slug}{routes.path_of(name, world.ids)}"
        )
        for name in asked
        for method in ("GET", "POST")
    }

    tried(len(answers))
    assert len(answers) > 150
    led_elsewhere = {
        route: (answer.status_code, getattr(answer, "url", ""))
        for route, answer in answers.items()
        if not getattr(answer, "url", "").endswith("/accounts/2fa/")
    }
    assert led_elsewhere == {}


@pytest.mark.requirement("AUTH-01")
def test_clinicians_need_one_where_the_clinic_says_so():
    free, bound = without_factor("clinician"), without_factor("clinician")
    bound.clinic.second_factor_required = True
    bound.clinic.save()

    assert is_in(signed_in(free), free)
    assert not is_in(signed_in(bound), bound)


def test_the_demo_asks_nobody():
    member = without_factor("supervisor admin", is_demo=True)

    assert is_in(signed_in(member), member)


@pytest.mark.requirement("AUTH-01")
def test_on_ones_own_laptop_a_practice_of_one_may_wait_with_it(settings):
    """And only there, and only as long as nobody else works in it."""
    owner = without_factor("clinician admin")
    on_a_server = is_in(signed_in(owner), owner)

    settings.ONE_LAPTOP = True
    alone = is_in(signed_in(owner), owner)
    make.member(of=owner.clinic)

    assert (on_a_server, alone, is_in(signed_in(owner), owner)) == (False, True, False)


@pytest.mark.requirement("AUTH-01")
def test_who_must_have_one_and_works_elsewhere_too_has_no_page_outside_clinics():
    member = without_factor("admin")
    make.member(user=member.user)
    Authenticator.objects.all().delete()
    browser = signed_in(member)

    pages = ["/clinics/", "/accounts/email/", "/accounts/password/change/"]

    assert {browser.get(page).url for page in pages} == {"/accounts/2fa/"}


@pytest.mark.requirement("AUTH-01")
def test_once_it_is_set_up_the_pages_open():
    member = without_factor("admin")
    browser = signed_in(member)

    enrolled(browser)

    assert is_in(browser, member)
