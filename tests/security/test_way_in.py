"""The way in: who has an account is nobody's business, links work once, tries are counted."""

import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from allauth.account.forms import EmailAwarePasswordResetTokenGenerator
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from alliance.people.models import KnownDevice, Membership, User
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
NEW = "another six lanterns over water"


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


def reset_link(member) -> str:
    mail.outbox.clear()
    Client().post(RESET, {"email": member.user.email})
    return re.search(r"/accounts/password/reset/key/\S+/", mail.outbox[0].body)[0]


def use(link: str, password: str = NEW) -> Client:
    browser = Client()
    form = browser.get(link)
    if form.status_code == 302:
        browser.post(form.url, {"password1": password, "password2": password})
    return browser


def opens_with(member, password: str) -> bool:
    browser = Client()
    return (
        browser.post(LOGIN, {"login": member.user.email, "password": password}).status_code == 302
    )


@pytest.mark.requirement("AUTH-07")
def test_a_reset_link_works_once():
    member = person()
    link = reset_link(member)

    use(link)
    use(link, "yet another lantern over water")

    assert opens_with(member, NEW)
    assert not opens_with(member, "yet another lantern over water")


@pytest.mark.requirement("AUTH-07")
@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_reset_link_lasts_an_hour(minutes, works, monkeypatch):
    member = person()
    link = reset_link(member)
    later = datetime.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(EmailAwarePasswordResetTokenGenerator, "_now", lambda _self: later)

    use(link)

    assert opens_with(member, NEW) == works


@pytest.mark.requirement("AUTH-07")
def test_a_reset_link_dies_with_the_password_and_with_the_account():
    changed, closed = person(), person()
    links = [reset_link(changed), reset_link(closed)]
    changed.user.set_password("chosen meanwhile by oneself")
    changed.user.save()
    User.objects.filter(pk=closed.user_id).update(is_active=False)

    for link in links:
        use(link)

    assert opens_with(changed, "chosen meanwhile by oneself")
    assert not is_in(signed_in(closed), closed)
    assert not User.objects.get(pk=closed.user_id).is_active


@pytest.mark.requirement("AUTH-07")
def test_a_reset_leads_past_no_second_factor():
    member = with_app(person())

    browser = use(reset_link(member))
    assert not is_in(browser, member)

    answer = browser.post(LOGIN, {"login": member.user.email, "password": NEW})
    assert "/2fa/authenticate/" in answer.url
    assert not is_in(browser, member)


@pytest.mark.requirement("SESS-04", "AUTH-12")
def test_a_reset_ends_every_sign_in_and_the_owner_is_told():
    member = person()
    browser = signed_in(member)
    link = reset_link(member)

    use(link)

    assert not is_in(browser, member)
    assert "password" in mail.outbox[-1].subject.lower()


@pytest.mark.requirement("INP-06")
def test_a_link_in_a_mail_leads_to_the_name_in_the_settings(settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    member = person()
    mail.outbox.clear()

    forged = {"X-Forwarded-Host": "evil.example", "Host": "other.example"}
    Client(headers=forged).post(RESET, {"email": member.user.email})

    links = re.findall(r"https?://[^/\s]+", mail.outbox[0].body)
    assert set(links) == {settings.SITE_URL}


@pytest.mark.requirement("AUTH-08")
def test_an_admin_sends_a_link_and_never_sets_or_sees_a_password():
    member = person()
    admin = with_app(person(roles="admin", of=member.clinic))
    browser = signed_in(admin)
    page = f"/c/{member.clinic.slug}/people/{member.pk}/"
    mail.outbox.clear()

    browser.post(f"{page}reset/")
    browser.post(page, {"is_clinician": "on", "password": NEW, "password1": NEW})

    assert "password" not in re.findall(r'name="(\w+)"', browser.get(page).text)
    assert not opens_with(member, NEW)
    assert mail.outbox[0].to == [member.user.email]
    use(
        re.search(r"/\S*accounts/password/reset/key/\S+/", mail.outbox[0].body)[0].split(
            "localhost:8000"
        )[-1]
    )
    assert opens_with(member, NEW)


@pytest.mark.requirement("AUTH-11")
def test_a_fresh_installation_has_nobody_and_no_admin_site(client):
    assert not User.objects.exists()
    assert client.get("/admin/").status_code == 404
    assert client.get("/admin/login/").status_code == 404


@pytest.mark.requirement("AUTH-11")
def test_the_demo_is_loaded_only_when_asked_for(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False)

    with pytest.raises(CommandError):
        call_command("demo")

    assert not User.objects.exists()


@pytest.mark.requirement("AUTH-12")
def test_the_owner_is_told_of_a_new_device_and_not_of_a_known_one():
    member = person()
    mail.outbox.clear()
    browser = signed_in(member)
    assert [message.subject for message in mail.outbox] == ["You signed in on a new device"]

    browser.post("/accounts/logout/")
    signed_in(member, browser)

    assert len(mail.outbox) == 1
    assert KnownDevice.objects.count() == 1


@pytest.mark.requirement("AUTH-12")
def test_the_owner_is_told_of_another_password():
    member = person()
    browser = signed_in(member)
    mail.outbox.clear()

    fields = {"oldpassword": make.PASSWORD, "password1": NEW, "password2": NEW}
    browser.post("/accounts/password/change/", fields)

    assert [(m.to, "password" in m.body) for m in mail.outbox] == [([member.user.email], True)]


# --- limits -----------------------------------------------------------------------------------


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
