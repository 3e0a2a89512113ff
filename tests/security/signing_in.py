"""People who sign in over HTTP, with a password and, where they have one, a code from their app."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from tests import make

LOGIN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


def person(*, roles: str = "clinician", of=None, email: str = ""):
    """A member with a password; who must have an app has one: `member.secret`."""
    user = make.user(password=make.PASSWORD, **({"email": email} if email else {}))
    secret = "" if roles == "clinician" else make.factor(user)
    member = make.member(user=user, roles=roles, of=of)
    member.secret = secret
    return member


def with_app(member):
    member.secret = member.secret or make.factor(member.user)
    return member


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app shows now, or `steps` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def password_given(member, browser: Client | None = None, **how) -> Client:
    browser = browser or Client(**how)
    browser.post(LOGIN, {"login": member.user.email, "password": make.PASSWORD})
    return browser


def signed_in(member, browser: Client | None = None, **how) -> Client:
    """Somebody with an app gives its code too; used before, it counts as new."""
    browser = password_given(member, browser, **how)
    if member.secret:
        forget_used_codes()
        browser.post(CODE, {"code": code_of(member.secret)})
    return browser


def forget_used_codes() -> None:
    """As if half a minute had passed."""
    cache.clear()


def is_in(browser: Client, member) -> bool:
    return browser.get(f"/c/{member.clinic.slug}/settings/").status_code == 200


# --- second factors ---------------------------------------------------------------------------


def without_factor(roles, **of_clinic):
    """A member who has to set one up."""
    member = person(roles=roles, of=make.clinic(**of_clinic))
    Authenticator.objects.all().delete()
    member.secret = ""
    return member


def enrolled(browser):
    """Sets up an app; its key as the page shows it, and the recovery codes."""
    page = browser.get("/accounts/2fa/totp/activate/").text
    secret = re.search(r'id="authenticator-key" value="([A-Z2-7]+=*)"', page)[1]
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    codes = re.findall(r'<li class="code">(\d{8})</li>', browser.get(answer.url).text)
    return secret, codes
