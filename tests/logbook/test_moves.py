"""A log that was about somebody else, and what an edit leaves behind."""

import uuid
from datetime import timedelta

import pytest

from alliance.logbook.models import Draft, RuptureStep, SessionLog, Suggestion
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services import logs
from alliance.logbook.services.drafts import save_draft
from alliance.people.models import Membership
from tests import make
from tests.browse import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_a_log_is_not_moved_before_the_client_was_first_seen(signed_in):
    log = make.log(held_on=make.TODAY - timedelta(days=2))
    later = make.client(of=log.author, started_on=make.TODAY)

    page = signed_in(log.author).post(f"/log/{log.pk}/move/", {"client": str(later.pk)})

    log.refresh_from_db()
    assert "first seen on 19 Nov 2026" in page.content.decode()
    assert log.client_id != later.pk


def test_a_move_from_a_page_that_is_old_saves_over_nothing():
    log = make.log(intention="first")
    right = make.client(of=log.author)
    old = SessionLog.objects.select_related("client__key").get(pk=log.pk)
    logs.change_log(log, entry=make.entry(intention="second"), version=1, by=log.author)

    logs.move_log(old, to=right, by=log.author)

    moved = SessionLog.objects.select_related("client__key").get(pk=log.pk)
    assert moved.version == 3
    assert opened(moved, column="intention", key=key_of(moved.client)) == "second"


def test_a_log_that_is_elsewhere_by_now_is_not_moved_again():
    log = make.log()
    first, second = make.client(of=log.author), make.client(of=log.author)
    old = SessionLog.objects.select_related("client__key").get(pk=log.pk)
    logs.move_log(log, to=first, by=log.author)

    with pytest.raises(logs.StaleVersion):
        logs.move_log(old, to=second, by=log.author)


def test_a_draft_of_a_moved_log_goes_along():
    log = make.log()
    right = make.client(of=log.author)
    kept = {"answered": 0, "held_on": None, "fields": {"reflection": ["half a thought"]}}
    save_draft(uuid.uuid4(), client=log.client, log=log, by=log.author, **kept)

    logs.move_log(log, to=right, by=log.author)

    draft = Draft.objects.select_related("client__key").get()
    assert draft.client_id == right.pk
    assert "half a thought" in opened(draft, column="content", key=key_of(draft.client))


def test_what_a_moved_log_said_of_the_other_clients_cards_falls_away():
    before = make.log(held_on=make.TODAY - timedelta(days=7), ratings=make.ratings(2))
    offered = before.suggestions.first()
    log = make.log(of=before.client, outcomes={offered.pk: "helped"})

    logs.move_log(log, to=make.client(of=log.author), by=log.author)

    assert Suggestion.objects.get(pk=offered.pk).outcome == ""


def test_an_edit_keeps_what_was_said_of_a_rupture_before(signed_in):
    log = make.log(rupture=make.rupture(what_happened="She looked away."))
    browser = signed_in(log.author)

    browser.post(f"/log/{log.pk}/change/", posted(log.client, version="1", rupture="no"))

    assert "She looked away." not in browser.get(f"/log/{log.pk}/").content.decode()
    assert "She looked away." in browser.get(f"/log/{log.pk}/versions/").content.decode()


def test_a_stale_form_shows_what_the_other_tab_said_of_a_rupture(signed_in):
    log = make.log()
    browser = signed_in(log.author)
    marked = {"rupture": "yes", "rupture-kind": "mixed", "rupture-status": "open"}
    told = marked | {"rupture-what_happened": "He fell silent."}
    browser.post(f"/log/{log.pk}/change/", posted(log.client, version="1", **told))

    page = browser.post(f"/log/{log.pk}/change/", posted(log.client, version="1"))

    assert page.status_code == 409
    assert "He fell silent." in page.content.decode()


def test_an_edit_leaves_what_was_said_of_a_rupture_whose_first_log_is_in_the_trash():
    opening = make.log(held_on=make.TODAY - timedelta(days=7), rupture=make.rupture())
    thread = opening.ruptures_opened.get()
    log = make.log(of=opening.client, threads={thread.pk: make.rupture(status="partly")})
    logs.trash_log(opening, by=log.author)

    logs.change_log(log, entry=make.entry(), version=1, by=log.author)

    assert RuptureStep.objects.filter(rupture=thread, log=log).exists()


def test_a_draft_that_changes_a_log_waits_in_the_trash_with_it():
    log = make.log()
    kept = {"answered": 0, "held_on": None, "fields": {"reflection": ["half a thought"]}}
    save_draft(uuid.uuid4(), client=log.client, log=log, by=log.author, **kept)

    logs.trash_log(log, by=log.author)
    assert not Draft.objects.written_by(log.author).exists()
    logs.restore_log(log, by=log.author)
    assert Draft.objects.written_by(log.author).exists()


def test_who_is_no_longer_a_supervisor_sees_nothing_of_a_trainee(signed_in):
    log = make.log()
    supervisor = make.member(of=log.clinic, roles="supervisor admin")
    make.supervision(supervisor, log.author)
    browser = signed_in(supervisor)
    pages = [f"/log/{log.pk}/", f"/clients/{log.client_id}/"]
    assert [browser.get(page).status_code for page in pages] == [200, 200]

    Membership.objects.filter(pk=supervisor.pk).update(is_supervisor=False)

    assert [browser.get(page).status_code for page in pages] == [404, 404]
