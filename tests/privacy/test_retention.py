"""What is over its time goes, each kind at its own edge; a hold keeps it; a dry run only looks."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import (
    Client,
    Draft,
    Reflection,
    ReflectionVersion,
    SessionLog,
)
from alliance.logbook.services.clients import close_client, reopen_client, trash_client
from alliance.logbook.services.drafts import save_draft
from alliance.logbook.services.holds import place_hold, release_hold
from alliance.logbook.services.logs import change_log, trash_log
from alliance.people.models import Clinic, Membership
from alliance.privacy.models import Kind, RetentionRun
from alliance.privacy.services.retention import keep_to_retention, rehearse
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("PRIV-06")]
LAST = date(2016, 2, 29)


def at(day, **later):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC) + timedelta(**later)


def old_client(**fields):
    return make.client(started_on=date(2016, 1, 1), **fields)


@pytest.fixture
def old():
    """A client whose last session was on the last day of February 2016."""
    about = old_client()
    make.log(of=about, held_on=LAST, reflection="Long ago.")
    return about


# --- records ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "left"), [(date(2023, 2, 28), 1), (date(2023, 3, 1), 0)])
def test_a_record_goes_seven_years_after_the_last_session(old, day, left):
    keep_to_retention(now=at(day))

    assert Client.objects.count() == SessionLog.objects.count() == left


def test_a_later_session_keeps_the_whole_record(old):
    make.log(of=old, held_on=date(2020, 1, 1))

    keep_to_retention(now=at(date(2026, 12, 31)))

    assert SessionLog.objects.count() == 2


def test_a_clinic_that_keeps_longer_keeps_longer(old):
    Clinic.objects.update(record_years=10)

    keep_to_retention(now=at(date(2026, 2, 28)))
    assert Client.objects.exists()

    keep_to_retention(now=at(date(2026, 3, 1)))
    assert not Client.objects.exists()


def test_a_client_without_sessions_counts_from_the_first_day():
    old_client()

    keep_to_retention(now=at(date(2023, 1, 1)))

    assert not Client.objects.exists()


# --- reflections ---------------------------------------------------------------------------------


@pytest.fixture
def closed(_today):
    """A client closed today, with a reflection that was changed once."""
    about = make.client()
    log = make.log(of=about, reflection="First.")
    change_log(log, entry=make.entry(reflection="Second."), version=1, by=about.clinician)
    close_client(about, reason="completed", on=make.TODAY, by=about.clinician)
    return about


def reflections():
    return Reflection.objects.count() + ReflectionVersion.objects.count()


def test_no_reflection_goes_by_age_unless_somebody_said_so(closed):
    keep_to_retention(now=at(make.TODAY, days=6 * 365))

    assert reflections() == 2


@pytest.mark.parametrize("who", [Clinic, Membership])
@pytest.mark.parametrize(("days", "left"), [(364, 2), (365, 0)])
def test_reflections_go_a_year_after_closing_if_clinic_or_author_say_so(closed, who, days, left):
    who.objects.update(reflection_months=12)

    keep_to_retention(now=at(make.TODAY, days=days))

    assert reflections() == left
    assert SessionLog.objects.count() == 1


def test_an_authors_wish_is_for_their_own_reflections_only(closed):
    other = make.client(of=make.member(of=closed.clinic))
    make.log(of=other, reflection="Of a colleague.")
    close_client(other, reason="completed", on=make.TODAY, by=other.clinician)
    Membership.objects.filter(pk=closed.clinician_id).update(reflection_months=1)

    keep_to_retention(now=at(make.TODAY, days=60))

    assert Reflection.objects.get().author == other.clinician


def test_the_shorter_of_both_wishes_counts(closed):
    Clinic.objects.update(reflection_months=24)
    Membership.objects.update(reflection_months=2)

    keep_to_retention(now=at(make.TODAY, days=70))

    assert reflections() == 0


def test_an_open_clients_reflections_stay(closed):
    Clinic.objects.update(reflection_months=1)
    reopen_client(closed, by=closed.clinician)

    keep_to_retention(now=at(make.TODAY, days=900))

    assert reflections() == 2


# --- drafts and trash -----------------------------------------------------------------------------


def draft_of(client):
    fields = {"held_on": client.started_on, "log": None, "by": client.clinician}
    return save_draft(uuid.uuid4(), client=client, fields={}, answered=3, **fields)


@pytest.mark.parametrize(("kept", "days", "left"), [(30, 29, 1), (30, 31, 0), (120, 91, 1)])
def test_drafts_go_after_as_many_days_as_their_clinic_says(kept, days, left):
    about = make.client()
    Clinic.objects.filter(pk=about.clinic_id).update(draft_days=kept)
    draft = draft_of(about)
    other = draft_of(make.client())

    keep_to_retention(now=draft.saved_at + timedelta(days=days))

    assert Draft.objects.filter(pk=draft.pk).count() == left
    assert Draft.objects.filter(pk=other.pk).exists() == (days <= 90)


# --- legal hold -----------------------------------------------------------------------------------


def test_a_hold_keeps_everything_and_its_release_lets_it_go(old):
    clinician = old.clinician
    trashed_log = make.log(of=old, held_on=LAST)
    trash_log(trashed_log, by=clinician)
    draft_of(old)
    close_client(old, reason="completed", on=LAST, by=clinician)
    Clinic.objects.update(reflection_months=1)
    hold = place_hold(old, basis="An order.", by=clinician)
    late = at(make.TODAY, days=400)

    keep_to_retention(now=late)

    assert (Client.objects.count(), SessionLog.objects.count()) == (1, 2)
    assert (Draft.objects.count(), reflections()) == (1, 1)
    runs = RetentionRun.objects.filter(clinic=old.clinic)
    assert {(run.kind, run.due, run.held, run.gone) for run in runs} == {
        (kind, 1, 1, 0) for kind in Kind.values
    }

    release_hold(hold, by=clinician)
    keep_to_retention(now=late)

    assert not Client.objects.exists()


def test_a_trashed_client_under_hold_stays_in_the_trash():
    about = make.client()
    place_hold(about, basis="An order.", by=about.clinician)
    trash_client(about, by=about.clinician)

    keep_to_retention(now=at(make.TODAY, days=400))

    assert Client.objects.filter(pk=about.pk).exists()


# --- the run log ----------------------------------------------------------------------------------


def test_a_dry_run_is_logged_and_takes_nothing(old):
    told = dict(rehearse(now=at(make.TODAY)))

    records = next(due for due in told[old.clinic] if due.kind == Kind.RECORDS)
    assert (records.rows, records.held, records.going) == (1, 0, 1)
    assert Client.objects.exists()
    run = RetentionRun.objects.get(kind=Kind.RECORDS)
    assert (run.is_dry_run, run.due, run.gone) == (True, 1, 0)


def test_a_run_is_logged_clinic_by_clinic_and_the_trail_names_nobody(old):
    make.client()

    keep_to_retention(now=at(make.TODAY))

    run = RetentionRun.objects.get()
    assert (run.clinic, run.kind, run.due, run.held, run.gone) == (old.clinic, "records", 1, 0, 1)
    entry = Entry.objects.get(verb="erased")
    assert (entry.object_id, entry.user, entry.clinic) == (old.pk, None, old.clinic)
