"""The page of a client with a long history: in pages, at the same cost."""

import uuid
from copy import copy as copy_of
from datetime import timedelta

import pytest

from alliance.logbook.models import SessionLog
from alliance.progress.queries.client_page import SESSIONS_LISTED, SESSIONS_SHOWN
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, client_page, counted, part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

MOST_QUERIES = 9
MOST_BYTES = 100_000


def bulk_sessions(about, *, count: int) -> list[SessionLog]:
    """Sessions of a long history, a day apart, as copies of one that was saved."""
    first = make.log(of=about, held_on=make.TODAY - timedelta(days=count))
    copies = []
    for number in range(2, count + 1):
        copy = copy_of(first)
        copy.pk, copy.submission, copy.number = uuid.uuid4(), uuid.uuid4(), number
        copy.held_on = first.held_on + timedelta(days=number)
        copy.range_low, copy.range_high = 60.0, 90.0
        copies.append(copy)
    return SessionLog.objects.bulk_create(copies)


def test_earlier_sessions_are_a_page_away(client):
    about = make.client()
    bulk_sessions(about, count=SESSIONS_SHOWN + 5)

    latest, earlier = client_page(client, about), client_page(client, about, page=2)

    assert 'rel="next"' in latest
    assert "Before you meet" in latest
    assert 'rel="prev"' in earlier
    assert "Before you meet" not in earlier
    assert part(earlier, 'id="sessions-title"').count('class="n"') == 5 + 1


def test_the_list_shows_the_latest_sessions_and_all_when_asked(client):
    about = make.client()
    made = make.series(about, count=SESSIONS_LISTED + 2)

    short, whole = client_page(client, about), client_page(client, about, list="all")

    assert part(short, 'id="sessions-title"').count('class="n"') == SESSIONS_LISTED + 1
    assert "?list=all#sessions" in short
    assert part(whole, 'id="sessions-title"').count('class="n"') == len(made) + 1
    assert f"/log/{made[0].pk}/" in whole
    assert "list=all" not in part(whole, 'id="sessions-title"')


@pytest.mark.parametrize("page", ["0", "-1", "99999", "x", "\x00", "9" * 5000])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(client, page):
    about = make.client()
    make.log(of=about)

    assert 'id="sessions-title"' in client_page(client, about, page=page)


def test_five_thousand_sessions_are_one_page_like_any_other(client):
    about = make.client(started_on=make.TODAY - timedelta(days=6000))
    bulk_sessions(about, count=5000)
    browser = Browser(client, about.clinician)

    with counted() as queries:
        page = browser.read(f"/clients/{about.pk}/")

    assert len(queries) - FIXED_QUERIES - READING_QUERIES <= MOST_QUERIES
    assert len(page) < MOST_BYTES
    assert "Page 1 of 84" in page


def busy_client(*, count: int):
    about = make.client()
    bulk_sessions(about, count=count)
    for _each in range(3):
        make.log(of=about, rupture=make.rupture(what_happened="Quiet"), ratings=make.ratings(2))
    return about


def cost_of(client, about):
    browser = Browser(client, about.clinician)
    with counted() as queries:
        page = browser.read(f"/clients/{about.pk}/")
    return len(queries), page


def test_the_client_page_costs_the_same_however_many_rows(client):
    few, many = busy_client(count=4), busy_client(count=60)

    small, _page = cost_of(client, few)
    large, page = cost_of(client, many)

    assert large == small
    assert large - FIXED_QUERIES - READING_QUERIES == 7 <= MOST_QUERIES
    assert len(page) < MOST_BYTES
