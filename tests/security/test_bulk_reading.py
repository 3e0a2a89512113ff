"""Somebody reads or takes out unusually much: slowed down, and the admins are told."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.people.models import Session
from alliance.people.services.watching import notice_bulk_reading
from alliance.web.databases import database_at
from alliance.web.outage import TOO_LONG, why_unavailable
from tests import make
from tests.security.signing_in import is_in, person, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LOG, EXPORT = "logbook.sessionlog", "reports.export"


@pytest.fixture
def member():
    member = person()
    make.member(of=member.clinic, roles="admin")
    return member


def read(member, count, *, verb="opened", kind=LOG, ago=timedelta(minutes=1), same=False):
    one = uuid.uuid4()
    Entry.objects.bulk_create(
        Entry(
            clinic=member.clinic,
            user=member.user,
            verb=verb,
            object_type=kind,
            object_id=one if same else uuid.uuid4(),
            at=timezone.now() - ago,
        )
        for _ in range(count)
    )


@pytest.mark.requirement("ABU-04")
@pytest.mark.parametrize(
    ("how", "is_noticed"),
    [
        ({"count": 50}, False),
        ({"count": 51}, True),
        ({"count": 80, "same": True}, False),
        ({"count": 80, "ago": timedelta(minutes=11)}, False),
        ({"count": 3, "verb": "asked for", "kind": EXPORT}, False),
        ({"count": 4, "verb": "asked for", "kind": EXPORT}, True),
        ({"count": 4, "verb": "asked for", "kind": EXPORT, "ago": timedelta(minutes=61)}, False),
    ],
)
def test_more_than_fifty_logs_in_ten_minutes_or_three_exports_an_hour(member, how, is_noticed):
    read(member, **how)

    assert notice_bulk_reading(now=timezone.now()) == is_noticed


@pytest.mark.requirement("ABU-04")
def test_the_admins_are_told_once_and_nothing_of_what_was_read(member):
    read(member, 60)
    mail.outbox.clear()

    notice_bulk_reading(now=timezone.now())
    notice_bulk_reading(now=timezone.now())

    (told,) = mail.outbox
    assert member.user.name in told.body
    assert "K-" not in told.body


@pytest.mark.requirement("ABU-04")
def test_who_was_noticed_gets_a_page_every_few_seconds_for_half_an_hour(member, clock):
    browser = signed_in(member)
    read(member, 60)
    notice_bulk_reading(now=timezone.now())
    page = f"/c/{member.clinic.slug}/settings/"

    clock.move(seconds=6)
    answers = [browser.get(page) for _ in range(3)]
    clock.move(seconds=6)
    later = browser.get(page)
    clock.move(minutes=31)
    Session.objects.update(seen_at=clock.now())
    afterwards = [browser.get(page).status_code for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert answers[1]["Retry-After"] == "5"
    assert later.status_code == 200
    assert afterwards == [200, 200]


@pytest.mark.requirement("ABU-04")
def test_nobody_elses_pages_are_slower(member):
    other = person(of=member.clinic)
    read(member, 60)
    browser = signed_in(other)
    notice_bulk_reading(now=timezone.now())

    assert all(is_in(browser, other) for _ in range(3))


@pytest.mark.requirement("ABU-05")
def test_the_web_server_lets_no_statement_take_longer_than_it_says():
    built = database_at("postgresql://user@host/name", statement_seconds=10)

    assert built["OPTIONS"]["options"] == "-c statement_timeout=10s"
    assert "options" not in database_at("postgresql://user@host/name")["OPTIONS"]


@pytest.mark.requirement("ABU-05")
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no such limit")
def test_a_statement_that_takes_too_long_is_told_as_that():
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
        with pytest.raises(OperationalError) as broken_off:
            cursor.execute("SELECT pg_sleep(2)")
        cursor.execute("SET statement_timeout = 0")

    assert why_unavailable(broken_off.value) == str(TOO_LONG)
