import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.logbook.models import (
    Client,
    ClientKey,
    Draft,
    LogVersion,
    Reflection,
    Rupture,
    RuptureStep,
    SessionLog,
    Signal,
    Suggestion,
)
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services.clients import restore_client, trash_client
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.logs import change_log, restore_log, save_log, trash_log
from alliance.logbook.services.purge import discard_old_drafts, left_behind, purge_trash
from tests import make

pytestmark = pytest.mark.django_db


def after(days):
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def client():
    return make.client()


def log_of(client, **fields):
    return save_log(
        client, entry=make.entry(**fields), submission=uuid.uuid4(), by=client.clinician
    )


def trash(log):
    trash_log(SessionLog.objects.get(pk=log.pk), by=log.author)


def step(**fields):
    return make.rupture(**{"kind": ""} | fields)


def thread_of_three(client):
    """A rupture opened in one log, and taken up in two later ones."""
    days = [make.TODAY - timedelta(weeks=weeks) for weeks in (2, 1, 0)]
    first = log_of(client, held_on=days[0], rupture=make.rupture(what_happened="First words."))
    rupture = Rupture.objects.get(opened_in=first)
    second = log_of(
        client,
        held_on=days[1],
        threads={rupture.pk: step(status="partly", what_happened="Second words.")},
    )
    third = log_of(client, held_on=days[2], threads={rupture.pk: step(status="repaired")})
    return rupture, [first, second, third]


# --- logs ---------------------------------------------------------------------------------------


def test_a_log_goes_after_thirty_days_with_all_that_hangs_on_it(client):
    log = log_of(client, reflection="Mine.", ratings=make.ratings(2), rupture=make.rupture())
    changed = make.entry(reflection="Mine, again.", rupture=make.rupture())
    change_log(log, entry=changed, version=1, by=client.clinician)
    trash(log)

    gone = purge_trash(now=after(days=31))

    assert gone == 1
    for model in (SessionLog, Reflection, LogVersion, Rupture, RuptureStep, Suggestion, Signal):
        assert not model.objects.exists()
    assert Client.objects.filter(pk=client.pk).exists()


def test_before_thirty_days_it_can_still_be_restored(client):
    log = log_of(client)
    trash(log)

    gone = purge_trash(now=after(days=29))

    assert gone == 0
    assert SessionLog.objects.trashed_by(client.clinician).get() == log


def test_what_was_restored_stays(client):
    log = log_of(client)
    trash(log)
    restore_log(SessionLog.objects.get(pk=log.pk), by=client.clinician)

    assert purge_trash(now=after(days=31)) == 0


def test_other_logs_of_the_client_stay(client):
    first = log_of(client, held_on=make.TODAY - timedelta(days=7), reflection="Stays.")
    trash(log_of(client))

    purge_trash(now=after(days=31))

    assert list(SessionLog.objects.of_client(client)) == [first]
    assert opened(first.reflection, column="text", key=key_of(client)) == "Stays."


def test_a_thread_that_goes_on_opens_in_the_next_log_that_speaks_of_it(client):
    rupture, (first, second, third) = thread_of_three(client)
    trash(first)

    purge_trash(now=after(days=31))

    rupture = Rupture.objects.of_client(client).get()
    assert (rupture.opened_in, rupture.status, rupture.closed_in) == (second, "repaired", third)
    words = [
        opened(row, column="what_happened", key=key_of(client))
        for row in rupture.steps.order_by("log__held_on")
    ]
    assert words == ["Second words.", ""]


def test_a_thread_stands_where_the_steps_left_put_it(client):
    rupture, (first, _second, third) = thread_of_three(client)
    trash(third)

    purge_trash(now=after(days=31))

    rupture.refresh_from_db()
    assert (rupture.opened_in, rupture.status, rupture.closed_in) == (first, "partly", None)


def test_a_thread_that_lost_its_opening_and_its_end_is_open_again(client):
    _rupture, (first, second, third) = thread_of_three(client)
    trash(first)
    trash(third)

    purge_trash(now=after(days=31))

    rupture = Rupture.objects.of_client(client).get()
    assert (rupture.opened_in, rupture.status, rupture.closed_in) == (second, "partly", None)


def test_a_thread_does_not_open_in_a_log_that_opened_another(client):
    first = log_of(client, held_on=make.TODAY - timedelta(days=7), rupture=make.rupture())
    former = Rupture.objects.get()
    second = log_of(
        client, threads={former.pk: step(status="let_go")}, rupture=make.rupture(kind="mixed")
    )
    trash(first)

    purge_trash(now=after(days=31))

    left = Rupture.objects.get()
    assert (left.opened_in, left.kind) == (second, "mixed")


@pytest.mark.parametrize("is_alone_in_the_trash", [True, False])
def test_a_signed_off_log_is_never_destroyed(client, is_alone_in_the_trash):
    log = log_of(client)
    if is_alone_in_the_trash:
        trash(log)
    else:
        trash_client(client, by=client.clinician)
    SessionLog.objects.filter(pk=log.pk).update(signed_off_at=timezone.now(), signed_off_version=1)

    gone = purge_trash(now=after(days=31))

    assert gone == 0
    assert SessionLog.objects.filter(pk=log.pk).exists()


# --- clients ------------------------------------------------------------------------------------


def test_a_client_goes_with_logs_ruptures_and_key(client):
    thread_of_three(client)
    other = make.log(reflection="Of somebody else.", rupture=make.rupture())
    trash_client(client, by=client.clinician)

    gone = purge_trash(now=after(days=31))

    assert gone == 1
    assert list(Client.objects.all()) == [other.client]
    assert list(ClientKey.objects.all()) == [other.client.key]
    assert list(SessionLog.objects.all()) == [other]
    assert Rupture.objects.get().opened_in == other
    assert RuptureStep.objects.get().log == other


def test_a_client_restored_in_time_stays_whole(client):
    log = log_of(client)
    trash_client(client, by=client.clinician)
    restore_client(client, by=client.clinician)

    assert purge_trash(now=after(days=31)) == 0
    assert list(SessionLog.objects.of_client(client)) == [log]


# --- the trail, and looking first ----------------------------------------------------------------


def test_the_trail_says_what_was_purged_and_names_nobody(client):
    log = log_of(client)
    trash_client(client, by=client.clinician)

    purge_trash(now=after(days=31))

    entries = Entry.objects.filter(verb="purged")
    assert {entry.object_id for entry in entries} == {log.pk, client.pk}
    assert {(entry.clinic, entry.user) for entry in entries} == {(client.clinic, None)}


def test_one_can_look_before(client):
    trash(log_of(client))
    trash_client(make.client(of=client.clinician), by=client.clinician)
    draft_of(client)

    due = left_behind(now=after(days=91))

    assert (due.logs, due.clients, due.drafts) == (1, 1, 1)
    assert (SessionLog.objects.count(), Client.objects.count(), Draft.objects.count()) == (1, 2, 1)


# --- drafts -------------------------------------------------------------------------------------


def draft_of(client):
    fields = {"held_on": client.started_on, "log": None, "by": client.clinician}
    return save_draft(uuid.uuid4(), client=client, fields={}, answered=3, **fields)


@pytest.mark.parametrize(("days", "left"), [(89, 1), (91, 0)])
def test_a_draft_goes_when_nobody_touched_it_for_ninety_days(client, days, left):
    draft_of(client)

    gone = discard_old_drafts(now=after(days=days))

    assert (Draft.objects.count(), gone) == (left, 1 - left)
