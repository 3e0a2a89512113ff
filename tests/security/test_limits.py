"""Tries are counted: at passwords, codes, links and other doors."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from alliance.people.models import Membership
from tests import make
from tests.security.signing_in import (
    CODE,
    LOGIN,
    is_in,
    password_given,
    person,
    signed_in,
    with_app,
)

pytestmark = pytest.mark.django_db(transaction=True)

RESET = "/accounts/password/reset/"


def try_once(address: str, *, ip: str = "10.0.0.1", password: str = "wrong-but-long", **headers):
    """Whether the password was looked at: "too many" is said without."""
    browser = Client(REMOTE_ADDR=ip, headers=headers)
    answer = browser.post(LOGIN, {"login": address, "password": password})
    return answer.status_code == 302 or "fit together" in answer.text.replace("&#x27;", "'")


@pytest.mark.requirement("ABU-01")
def test_of_many_tries_at_one_account_five_count(tried):
    member = person()

    looked_at = sum(try_once(member.user.email, ip=f"10.0.{n}.1") for n in range(40))

    tried(40)
    assert looked_at == 5


@pytest.mark.requirement("ABU-01")
def test_of_many_tries_from_one_address_ten_count(tried):
    looked_at = sum(try_once(f"person{n}@clinic.example") for n in range(40))

    tried(40)
    assert looked_at == 10


@pytest.mark.requirement("ABU-02")
def test_a_network_of_ipv6_counts_as_one_address(tried, how_many):
    count = how_many(40, full=1000)

    looked_at = sum(
        try_once(f"p{n}@clinic.example", ip=f"2001:db8:1:2::{n:x}") for n in range(1, count + 1)
    )

    tried(count)
    assert looked_at == 10


@pytest.mark.requirement("ABU-02")
def test_what_a_browser_says_of_its_address_counts_for_nothing(tried):
    looked_at = sum(
        try_once(f"p{n}@clinic.example", x_forwarded_for=f"203.0.113.{n}") for n in range(30)
    )

    tried(30)
    assert looked_at == 10


@pytest.mark.requirement("ABU-02")
def test_behind_a_proxy_the_last_address_counts(settings, tried):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    looked_at = sum(
        try_once(f"p{n}@clinic.example", x_forwarded_for=f"203.0.113.{n}, 198.51.100.7")
        for n in range(30)
    )

    tried(30)
    assert looked_at == 10


@pytest.mark.requirement("ABU-02")
def test_many_at_once_are_no_more(tried, how_many):
    member, count = person(), how_many(12, full=50)

    def one(number):
        try:
            return try_once(member.user.email, ip=f"10.1.{number}.1")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        looked_at = sum(pool.map(one, range(count)))

    tried(count)
    assert looked_at <= 6


@pytest.mark.requirement("ABU-01")
def test_strangers_lock_nobody_out_of_a_device_they_know():
    member = person()
    known = signed_in(member)
    known.post("/accounts/logout/")
    for number in range(12):
        try_once(member.user.email, ip=f"10.0.{number}.1")

    signed_in(member, known)

    assert is_in(known, member)
    assert not try_once(member.user.email, ip="10.9.9.9", password=make.PASSWORD)


@pytest.mark.requirement("ABU-01")
def test_the_pause_ends_and_grows(clock):
    member = person()
    rounds = []
    for _round in range(6):
        rounds.append(sum(try_once(member.user.email, ip=f"10.0.{n}.1") for n in range(8)))
        clock.move(minutes=6)

    assert rounds == [5, 5, 5, 5, 0, 0]
    clock.move(hours=2)
    assert try_once(member.user.email, password=make.PASSWORD)


@pytest.mark.requirement("ABU-03")
def test_codes_are_counted_too(tried):
    member = with_app(person())
    browser = password_given(member)

    answers = [browser.post(CODE, {"code": f"{n:06}"}).text for n in range(8)]

    tried(8)
    assert sum("Too many" in answer for answer in answers) >= 3


@pytest.mark.requirement("ABU-03")
@pytest.mark.parametrize(
    ("path", "fields", "signed"),
    [
        (RESET, {"email": "a@clinic.example"}, False),
        ("/invitations/guessed/", {"password": "x"}, False),
        ("/accounts/reauthenticate/", {"password": "wrong"}, True),
        ("/accounts/signup/", {"email": "x"}, False),
    ],
)
def test_other_doors_count_as_well(path, fields, signed, tried):
    browser = signed_in(person()) if signed else Client()

    answers = [browser.post(path, fields).status_code for _ in range(30)]

    tried(30)
    assert 429 in answers or (path == "/accounts/signup/" and Membership.objects.exists())
    assert answers.index(429) <= 12
