"""The second factor: what a code is worth, and what the database keeps of it."""

import base64
import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client

from alliance.audit.models import Entry
from tests import make
from tests.security.signing_in import (
    CODE,
    code_of,
    enrolled,
    is_in,
    password_given,
    person,
    signed_in,
    with_app,
    without_factor,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.requirement("AUTH-02")
def test_a_password_alone_signs_nobody_in_who_has_a_factor():
    member = with_app(person())

    browser = password_given(member)

    assert not is_in(browser, member)


@pytest.mark.requirement("AUTH-02")
def test_a_code_works_once():
    member = with_app(person())
    code = code_of(member.secret)
    first, second = password_given(member), password_given(member)

    first.post(CODE, {"code": code})
    second.post(CODE, {"code": code})

    assert is_in(first, member)
    assert not is_in(second, member)


@pytest.mark.requirement("AUTH-02")
@pytest.mark.parametrize("steps", [-1, 1])
def test_a_code_of_the_half_minute_before_or_after_is_refused(steps, monkeypatch):
    member = with_app(person())
    noon = 1_790_000_010.0
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: noon)
    browser = password_given(member)

    browser.post(CODE, {"code": code_of(member.secret, steps=steps)})

    assert not is_in(browser, member)


def kept_in_database() -> str:
    """Every value of every table, as text and, where it may be base64, as what that holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [
                    bytes(v).hex() if isinstance(v, memoryview | bytes) else str(v) for v in row
                ]
    return "\n".join(found)


@pytest.mark.requirement("AUTH-03")
def test_neither_the_key_nor_a_recovery_code_can_be_read_in_the_database(tried):
    member = without_factor("admin")
    browser = signed_in(member)
    browser.get("/accounts/2fa/totp/activate/")
    half_way = kept_in_database()
    shown = re.search(
        r'id="authenticator-key" value="([A-Z2-7]+=*)"',
        browser.get("/accounts/2fa/totp/activate/").text,
    )[1]
    half_way += kept_in_database()

    secret, codes = enrolled(browser)
    kept = half_way + kept_in_database()

    assert len(codes) == 10
    words = [
        *forms_of(secret),
        *forms_of(shown),
        *[form for code in codes for form in forms_of(code)],
    ]
    tried(len(words))
    assert [word for word in words if word in kept] == []


def forms_of(secret: str) -> list[str]:
    raw = base64.b32decode(secret) if not secret.isdecimal() else secret.encode()
    return [secret, raw.hex(), secret.encode().hex(), base64.b64encode(raw).decode().rstrip("=")]


def test_a_recovery_code_signs_in_once():
    member = without_factor("clinician")
    _secret, codes = enrolled(signed_in(member))
    first, second = password_given(member), password_given(member)

    first.post(CODE, {"code": codes[0]})
    second.post(CODE, {"code": codes[0]})

    assert is_in(first, member)
    assert not is_in(second, member)


@pytest.mark.requirement("SESS-04")
def test_another_factor_ends_the_other_sign_ins():
    member = person()
    here, others = signed_in(member), [signed_in(member) for _ in range(5)]

    enrolled(here)

    assert is_in(here, member)
    assert [is_in(browser, member) for browser in others] == [False] * 5


@pytest.mark.requirement("SESS-01")
def test_the_step_after_the_password_makes_a_new_key():
    member = with_app(person())
    browser = password_given(member)
    before = browser.cookies["sessionid"].value

    browser.post(CODE, {"code": code_of(member.secret)})

    assert browser.cookies["sessionid"].value != before
    replayed = Client()
    replayed.cookies["sessionid"] = before
    assert not is_in(replayed, member)


@pytest.mark.requirement("AUTH-09")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/accounts/2fa/totp/deactivate/"),
        ("POST", "/accounts/2fa/totp/deactivate/"),
        ("GET", "/accounts/2fa/recovery-codes/"),
        ("GET", "/accounts/2fa/recovery-codes/download/"),
        ("POST", "/accounts/2fa/recovery-codes/generate/"),
        ("POST", "/accounts/2fa/webauthn/add/"),
        ("POST", "/accounts/email/"),
    ],
)
def test_factors_and_addresses_ask_for_a_fresh_proof(method, path, clock):
    member = person()
    browser = signed_in(member)
    enrolled(browser)
    kept = list(Authenticator.objects.values_list("pk", flat=True))
    clock.move(minutes=16)

    answer = browser.generic(
        method, path, "email=a%40b.example&action_add=", "application/x-www-form-urlencoded"
    )

    assert "/reauthenticate/" in answer.url
    assert list(Authenticator.objects.values_list("pk", flat=True)) == kept
    assert not EmailAddress.objects.filter(email="a@b.example").exists()


@pytest.mark.requirement("AUTH-12")
def test_the_owner_is_told_without_a_word_about_clients():
    member = person()
    make.client(of=member, code="K-77")
    browser = signed_in(member)
    mail.outbox.clear()

    enrolled(browser)

    told = [(message.to, message.subject) for message in mail.outbox]
    assert told == [([member.user.email], "An authenticator app was set up")]
    assert "K-77" not in mail.outbox[0].body


def test_a_database_thief_cannot_put_a_factor_of_their_own_in_plain():
    """A secret that was not sealed here opens nothing."""
    member = with_app(person())
    Authenticator.objects.update(data={"secret": "JBSWY3DPEHPK3PXP"})
    browser = password_given(member)
    browser.raise_request_exception = False

    browser.post(CODE, {"code": code_of("JBSWY3DPEHPK3PXP")})

    assert not is_in(browser, member)


def test_a_factor_changed_is_in_the_clinics_trail():
    member = person()
    enrolled(signed_in(member))

    assert Entry.objects.filter(verb="changed their sign-in", object_id=member.pk).exists()
