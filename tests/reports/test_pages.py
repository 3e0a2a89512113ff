"""The page of reports: asking, how far it is, fetching, and a second person's decision."""

import uuid
from datetime import UTC, datetime

import pytest

from alliance.audit.models import Entry
from alliance.reports.models import Export
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db
ROW = {"HX-Request": "true"}


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def browser(client, member):
    return Browser(client, member)


def order(**fields):
    return {"submission": str(uuid.uuid4())} | fields


def set_state(export, state, **values):
    Export.objects.filter(pk=export.pk).update(state=state, **values)


def test_asking_puts_it_into_the_list_with_a_meter(browser):
    answer = browser.post("/reports/ask/my_data/", order(), follow=True)

    assert "You can leave this page" in answer.text
    assert "In the queue." in answer.text
    assert 'role="progressbar"' in answer.text
    assert Export.objects.get().state == "queued"


def test_a_form_sent_twice_asks_once(browser):
    fields = order()

    browser.post("/reports/ask/my_data/", fields)
    browser.post("/reports/ask/my_data/", fields)

    assert Export.objects.count() == 1
    assert Entry.objects.filter(verb="asked for").count() == 1


def test_a_form_without_its_id_is_asked_for_again(browser):
    answer = browser.post("/reports/ask/my_data/", {"submission": "x"})

    assert answer.status_code == 422
    assert not Export.objects.exists()


def test_the_page_costs_the_same_for_many(browser, member):
    for _number in range(3):
        make.export(of=member)

    with counted() as few:
        browser.read("/reports/")
    for _number in range(9):
        make.export(of=member)
    with counted() as many:
        browser.read("/reports/")

    assert len(many) == len(few) <= LIST_QUERIES + 4


def test_a_row_is_asked_for_again_while_it_runs_and_then_no_more(browser, member):
    export = make.export(of=member)
    set_state(export, "running", rows_done=1_200, rows_total=100_000)

    running = browser.get(f"/reports/{export.pk}/", headers=ROW)
    set_state(export, "failed", failure="disk_full")
    over = browser.get(f"/reports/{export.pk}/", headers=ROW)

    assert running.status_code == 200
    assert "1,200 of 100,000 rows. You can leave this page." in running.text
    assert 'aria-valuenow="1"' in running.text
    assert "every 2s" in running.text
    assert "hx-swap-oob" not in running.text
    assert over.status_code == 286
    assert "every 2s" not in over.text
    assert "could not be made" in over.text
    assert "ran out of disk space. Nothing was lost." in over.text
    assert "Try again" in over.text


def test_without_javascript_a_row_is_the_page(browser, member):
    export = make.export(of=member)

    assert browser.get(f"/reports/{export.pk}/").status_code == 302


def test_stop_ends_it_and_the_list_says_so(browser, member):
    export = make.export(of=member)

    browser.post(f"/reports/{export.pk}/stop/")

    assert Export.objects.get().state == "cancelled"
    assert "You stopped it" in browser.read("/reports/")


def test_what_is_not_made_yet_cannot_be_fetched(browser, member):
    export = make.export(of=member)

    answer = browser.get(f"/reports/{export.pk}/download/", follow=True)

    assert "This file is not there" in answer.text


def test_one_that_waits_for_approval_is_told_to_every_other_admin(held_trial, mailoutbox, client):
    clinic = make.clinic()
    asking = make.member(of=clinic, roles="admin")
    other = make.member(of=clinic, roles="admin")
    make.member(of=clinic)

    export = make.export(of=asking, kind="trial")

    assert export.state == "held"
    assert "For you to approve" in Browser(client, other).read("/reports/")
    assert "For you to approve" not in Browser(client, asking).read("/reports/")


def test_nobody_approves_their_own(held_trial, client):
    asking = make.member(roles="admin")
    make.member(of=asking.clinic, roles="admin")
    export = make.export(of=asking, kind="trial")

    answer = Browser(client, asking).post(f"/reports/{export.pk}/approve/")

    assert answer.status_code == 404
    assert Export.objects.get().state == "held"


def test_approved_it_is_queued_and_declined_it_is_over(held_trial, client):
    clinic = make.clinic()
    asking = make.member(of=clinic, roles="admin")
    other = Browser(client, make.member(of=clinic, roles="admin"))
    yes, no = (make.export(of=asking, kind="trial") for _number in range(2))

    other.post(f"/reports/{yes.pk}/approve/")
    other.post(f"/reports/{no.pk}/decline/")

    states = dict(Export.objects.values_list("pk", "state"))
    assert states == {yes.pk: "queued", no.pk: "failed"}
    assert "did not approve it" in Browser(client, asking).read("/reports/")
    assert Browser(client, asking).post(f"/reports/{no.pk}/again/").status_code == 403


def test_one_that_was_stopped_while_it_waited_waits_again(held_trial, client):
    """Stop and try again are no way around the second person."""
    admin = make.member(roles="admin")
    make.member(of=admin.clinic, roles="admin")
    asking, export = Browser(client, admin), make.export(of=admin, kind="trial")

    asking.post(f"/reports/{export.pk}/stop/")
    asking.post(f"/reports/{export.pk}/again/")

    assert Export.objects.get().state == "held"


@pytest.mark.django_db(transaction=True)
def test_what_was_read_from_a_standby_says_of_which_moment_it_is(client):
    export = make.made(make.export(kind="my_data"))
    browser = Browser(client, export.author)

    at_home = browser.read("/reports/")
    began = datetime(2026, 11, 27, 14, 0, 10, tzinfo=UTC)
    set_state(export, "done", started_at=began, read_behind_seconds=7)
    from_a_standby = browser.read("/reports/")

    assert "standby" not in at_home
    told = "Read from the standby: as of 27 Nov, 14:00:03, 7 seconds behind."
    assert told in from_a_standby
