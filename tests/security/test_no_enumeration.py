"""Who has an account is nobody's business: neither words nor times tell."""

import math
import random
import re
import statistics
import time
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
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
def test_a_password_is_hashed_once_whether_somebody_is_known_or_not(monkeypatch):
    """The hash takes longest by far: who leaves it out answers sooner."""
    make.user(email="known@clinic.example", password=make.PASSWORD)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *said: hashed.append(said) or encode(*said)
    )

    counts = [len(hashed) for who in ("known", "other") if try_door(*DOORS[0], who) or True]

    assert counts == [1, 2]


@pytest.mark.requirement("AUTH-06")
@pytest.mark.parametrize(("took", "waited"), [(0.1, 0.4), (0.3, 0.2), (2, 0)])
def test_who_asks_for_a_new_password_waits_until_the_same_moment(
    took, waited, settings, monkeypatch
):
    """However long it took; signing in waits for nothing but its hash."""
    settings.WAY_BACK_SECONDS = 0.5
    clock, waits = iter([0, took] * 2), []
    watch = SimpleNamespace(monotonic=lambda: next(clock), sleep=waits.append)
    monkeypatch.setattr("alliance.people.pace.time", watch)
    make.user(email="known@clinic.example", password=make.PASSWORD)

    for who in ("known", "other"):
        Client().post(RESET, {"email": f"{who}@clinic.example"})

    assert waits == pytest.approx([waited, waited])


DOORS = [(LOGIN, "login", {"password": "wrong-but-long-enough"}), (RESET, "email", {})]


def try_door(path: str, field: str, more: dict[str, str], who: str) -> float:
    """How long, in seconds, the answer took."""
    browser = Client()
    began = time.perf_counter()
    browser.post(path, {field: f"{who}@clinic.example", **more})
    return time.perf_counter() - began


def chance_of(left: list[float], right: list[float]) -> float:
    """Mann-Whitney: how often two samples of one kind would lie this far apart; two-sided, by the
    normal approximation, which is good from twenty of each on."""
    ranks = {time: rank for rank, time in enumerate(sorted(left + right), start=1)}
    count = len(left), len(right)
    u = sum(ranks[time] for time in left) - count[0] * (count[0] + 1) / 2
    spread = math.sqrt(count[0] * count[1] * (sum(count) + 1) / 12)
    return math.erfc(abs(u - count[0] * count[1] / 2) / spread / math.sqrt(2))


@pytest.mark.parametrize("apart", [1, 7, 13])
def test_the_comparison_is_what_shuffling_says(apart):
    """Every way of dealing the same times to two hands is as likely as any other."""
    left = [float(n) for n in range(0, 60, 2)]
    right = [n + apart for n in left]
    shuffle, dealt = random.Random(1), left + right
    told, further = chance_of(left, right), 0
    for _turn in range(2_000):
        shuffle.shuffle(dealt)
        further += chance_of(dealt[:30], dealt[30:]) <= told

    assert further / 2_000 == pytest.approx(told, abs=0.03)


ROUNDS, LEAST_CHANCE, MOST_SECONDS = 3, 0.01, 0.015


@pytest.mark.requirement("AUTH-06")
@pytest.mark.parametrize("door", DOORS, ids=["sign in", "new password"])
def test_neither_is_answered_sooner(door, settings, how_many, tried):
    """With the hash that is really used. One round in a hundred looks unlike by mere chance, so
    three have to: one time in a million."""
    count = how_many(0, full=200)
    if not count:
        pytest.skip("times are measured by `make security`")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = False
    settings.WAY_BACK_SECONDS = 0.2
    make.user(email="known@clinic.example", password=make.PASSWORD)
    seen = []
    for _round in range(ROUNDS):
        took = {"known": [], "other": []}
        for turn in range(2 * count):
            # Each goes first as often as the other.
            who = "known" if turn % 4 in {0, 3} else "other"
            took[who].append(try_door(*door, who))
        tried(2 * count)
        known, other = (statistics.median(times) for times in took.values())
        seen.append((abs(known - other), chance_of(*took.values())))
        if seen[-1][0] < MOST_SECONDS and seen[-1][1] > LEAST_CHANCE:
            return
    raise AssertionError(seen)
