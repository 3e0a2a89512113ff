"""Who has an account is nobody's business: neither words nor times tell."""

import re
import statistics
import time

import pytest
from django.test import Client

from tests import make
from tests.security.signing_in import (
    LOGIN,
)

pytestmark = pytest.mark.django_db(transaction=True)

RESET = "/accounts/password/reset/"


def plain(answer, *addresses) -> str:
    """The page without what differs by itself."""
    text = answer.content.decode()
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return re.sub(r'(nonce|value)="[^"]*"|\?next=\S*', "", text)


@pytest.mark.requirement("AUTH-06")
@pytest.mark.parametrize(
    ("path", "field", "more"),
    [(LOGIN, "login", {"password": "wrong-but-long-enough"}), (RESET, "email", {})],
)
def test_a_known_and_an_unknown_address_are_answered_the_same(path, field, more, tried, how_many):
    count = how_many(3, full=100)
    for number in range(count):
        known, unknown = f"known{number}@clinic.example", f"other{number}@clinic.example"
        make.user(email=known, password=make.PASSWORD)
        answers = [
            Client(REMOTE_ADDR=f"10.{turn}.0.{number}").post(path, {field: address, **more})
            for turn, address in enumerate((known, unknown))
        ]

        assert answers[0].status_code == answers[1].status_code
        assert plain(answers[0], known) == plain(answers[1], unknown)
        assert answers[0].headers.keys() == answers[1].headers.keys()
    tried(2 * count)


@pytest.mark.requirement("AUTH-06")
def test_neither_is_answered_sooner(settings, how_many, tried):
    """With the hash that is really used. Medians, because a busy machine has outliers."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    make.user(email="known@clinic.example", password=make.PASSWORD)
    took = {"known": [], "other": []}
    count = how_many(5, full=100)

    for _turn in range(count):
        for who, times in took.items():
            browser = Client()
            began = time.perf_counter()
            browser.post(LOGIN, {"login": f"{who}@clinic.example", "password": "wrong-but-long"})
            times.append(time.perf_counter() - began)

    tried(2 * count)
    known, other = (statistics.median(times) for times in took.values())
    # Looking nothing up would be quicker by the whole hash.
    slack = max(0.015, known * how_many(25, full=3) / 100)
    assert abs(known - other) < slack
