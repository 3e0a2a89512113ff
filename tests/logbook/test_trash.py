"""Clients and logs in the trash: out of sight at once, back with one press, gone after 30 days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import Client
from alliance.logbook.queries.trash import days_left, trash_of
from alliance.logbook.services import clients, logs
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def trashed():
    about = make.client(code="K-14")
    make.log(of=about)
    clients.trash_client(about, by=about.clinician)
    return about


def test_a_client_goes_into_the_trash_and_back_from_the_toast(client):
    about = make.client(code="K-14")
    make.log(of=about)
    browser = Browser(client, about.clinician)

    page = browser.post(f"/clients/{about.pk}/trash/", follow=True).content.decode()

    assert "K-14 is in the trash for 30 days, with every log." in page
    assert browser.get(f"/clients/{about.pk}/").status_code == 404
    undo = page.split('class="toast-line"')[1].split('action="')[1].split('"')[0]
    client.post(undo)
    assert browser.get(f"/clients/{about.pk}/").status_code == 200


def test_the_trash_says_how_long_things_are_kept(client, trashed):
    Client.objects.update(trashed_at=timezone.now() - timedelta(days=9))

    page = Browser(client, trashed.clinician).read("/trash/")

    assert "K-14" in page
    assert "21 days left." in page


def test_a_log_of_a_trashed_client_comes_back_with_the_client():
    about = make.client(code="K-14")
    logs.trash_log(make.log(of=about), by=about.clinician)
    clients.trash_client(about, by=about.clinician)

    trash = trash_of(about.clinician, now=timezone.now())

    assert [each.code for each in trash.clients] == ["K-14"]
    assert trash.logs == []


def test_a_log_is_listed_with_its_client_and_day(client):
    about = make.client(code="K-14")
    log = make.log(of=about)
    logs.trash_log(log, by=about.clinician)

    browser = Browser(client, about.clinician)

    assert f"/log/{log.pk}/restore/" in browser.read("/trash/")
    browser.post(f"/log/{log.pk}/restore/")
    assert f"/log/{log.pk}/restore/" not in browser.read("/trash/")


@pytest.mark.parametrize(("days", "left"), [(0, 30), (1, 29), (29, 1), (30, 0), (45, 0)])
def test_days_left(days, left):
    now = timezone.now()

    assert days_left(now - timedelta(days=days, hours=2), now=now) == left


def test_nobody_else_sees_or_restores(client, trashed):
    for other in (make.member(of=trashed.clinic), make.member(of=trashed.clinic, roles="admin")):
        browser = Browser(client, other)

        assert "K-14" not in browser.read("/trash/")
        assert browser.post(f"/clients/{trashed.pk}/restore/").status_code == 404


def test_a_supervisor_does_not_see_the_trash_of_a_trainee(client, trashed):
    supervisor = make.member(of=trashed.clinic, roles="supervisor")
    make.supervision(supervisor, trashed.clinician)
    browser = Browser(client, supervisor)

    assert "K-14" not in browser.read("/trash/")
    assert browser.post(f"/clients/{trashed.pk}/restore/").status_code == 404


def test_an_empty_trash_says_so(client):
    assert "Nothing here." in Browser(client, make.member()).read("/trash/")


def test_the_trash_costs_the_same_however_full(client):
    member = make.member()
    for _each in range(5):
        about = make.client(of=member)
        logs.trash_log(make.log(of=about), by=member)
        clients.trash_client(make.client(of=member), by=member)
    browser = Browser(client, member)

    with counted() as queries:
        browser.read("/trash/")

    assert len(queries) == LIST_QUERIES + 2


def test_a_log_restored_while_its_client_is_in_the_trash_says_where_it_is(client):
    about = make.client(code="K-14")
    log = make.log(of=about)
    logs.trash_log(log, by=about.clinician)
    clients.trash_client(about, by=about.clinician)

    answer = Browser(client, about.clinician).post(f"/log/{log.pk}/restore/", follow=True)

    assert answer.status_code == 200
    assert "K-14, who is in the trash" in answer.content.decode()
