from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from alliance.audit.models import Entry
from alliance.logbook.models import Absence, Client
from alliance.logbook.queries.absences import client_rhythms, missed_before
from alliance.logbook.services.absences import (
    EndsBeforeItStarts,
    note_absence,
    take_back_absence,
)
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
LAST = make.TODAY
DUE = LAST + WEEK
Kind = Absence.Kind


@pytest.fixture
def weekly():
    """A client seen every week, last on LAST."""
    about = make.client()
    make.series(about, count=6, last=LAST)
    return about


def noted(about, kind, starts_on=make.TODAY, **fields):
    return note_absence(about, kind=kind, starts_on=starts_on, by=about.clinician, **fields)


def rhythm_of(about, *, on):
    return client_rhythms(Client.objects.filter(pk=about.pk), on=on)[about.pk]


def test_a_log_is_missing_two_days_after_the_session_was_due(weekly):
    assert not rhythm_of(weekly, on=DUE + DAY).is_log_missing
    assert rhythm_of(weekly, on=DUE + 2 * DAY).is_log_missing


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.NO_SHOW])
@pytest.mark.parametrize("days_late", [-2, 0, 1, 3])
def test_a_session_that_fell_out_is_not_missing_whenever_it_was_noted(weekly, kind, days_late):
    noted(weekly, kind, starts_on=DUE + days_late * DAY)

    assert not rhythm_of(weekly, on=DUE + 5 * DAY).is_log_missing
    assert rhythm_of(weekly, on=DUE + WEEK + 2 * DAY).is_log_missing


def test_one_that_fell_out_long_ago_excuses_nothing(weekly):
    noted(weekly, Kind.CANCELLED, starts_on=LAST - 2 * WEEK)

    assert rhythm_of(weekly, on=DUE + 2 * DAY).is_log_missing


def test_a_holiday_makes_neither_a_missing_log_nor_a_long_gap(weekly):
    assert rhythm_of(weekly, on=LAST + 4 * WEEK).is_gap_long

    noted(weekly, Kind.HOLIDAY, starts_on=LAST + 2 * DAY, ends_on=LAST + 4 * WEEK)

    rhythm = rhythm_of(weekly, on=LAST + 4 * WEEK)
    assert (rhythm.is_gap_long, rhythm.is_log_missing) == (False, False)
    assert rhythm_of(weekly, on=LAST + 5 * WEEK + 2 * DAY).is_log_missing


def test_a_pause_without_an_end_lasts_until_the_next_session(weekly):
    noted(weekly, Kind.PAUSE, starts_on=LAST + DAY)
    assert not rhythm_of(weekly, on=LAST + 30 * WEEK).is_gap_long
    assert not rhythm_of(weekly, on=LAST + 30 * WEEK).is_log_missing

    make.log(of=weekly, held_on=LAST + 8 * WEEK)

    assert rhythm_of(weekly, on=LAST + 12 * WEEK).is_gap_long


def test_one_seen_long_ago_has_a_long_gap_and_one_never_seen_has_none():
    clinician = make.member()
    long_ago, never = make.client(of=clinician), make.client(of=clinician)
    make.log(of=long_ago, held_on=make.TODAY - timedelta(days=500))

    kept = client_rhythms(Client.objects.of_clinician(clinician), on=make.TODAY)

    assert kept[long_ago.pk].is_gap_long
    assert not kept[never.pk].is_gap_long


def test_an_absence_of_another_client_changes_nothing(weekly):
    noted(make.client(of=weekly.clinician), Kind.PAUSE, starts_on=LAST)

    assert rhythm_of(weekly, on=DUE + 2 * DAY).is_log_missing


def test_the_rhythm_of_many_clients_takes_three_queries(django_assert_num_queries):
    clinician = make.member()
    for _number in range(4):
        about = make.client(of=clinician)
        make.series(about, count=5)
        noted(about, Kind.CANCELLED)

    with django_assert_num_queries(3):
        kept = client_rhythms(Client.objects.of_clinician(clinician), on=make.TODAY)

    assert len(kept) == 4


@pytest.mark.parametrize(
    ("kind", "missed"),
    [(Kind.NO_SHOW, True), (Kind.CANCELLED, True), (Kind.HOLIDAY, False), (Kind.PAUSE, False)],
)
def test_the_session_before_this_one_was_missed(
    weekly, kind, missed, django_assert_max_num_queries
):
    noted(weekly, kind, starts_on=DUE)

    with django_assert_max_num_queries(1):
        assert missed_before(weekly, last_held_on=LAST, on=DUE + WEEK) is missed
    assert not missed_before(weekly, last_held_on=DUE, on=DUE + WEEK)
    assert not missed_before(weekly, last_held_on=LAST, on=DUE - DAY)
    assert not missed_before(weekly, last_held_on=None, on=DUE + WEEK)


def test_noted_twice_is_noted_once(weekly):
    first = noted(weekly, Kind.NO_SHOW)

    assert noted(weekly, Kind.NO_SHOW) == first
    assert Absence.objects.count() == 1
    assert Entry.objects.about(first.pk).count() == 1


def test_another_reason_for_the_same_day_replaces_the_first(weekly):
    first = noted(weekly, Kind.NO_SHOW)

    noted(weekly, Kind.PAUSE)

    absence = Absence.objects.get()
    assert (absence.pk, absence.kind, absence.ends_on) == (first.pk, "pause", None)


def test_taken_back_twice_it_is_gone_once(weekly):
    absence = noted(weekly, Kind.CANCELLED)
    take_back_absence(absence, by=weekly.clinician)

    take_back_absence(absence, by=weekly.clinician)

    assert not Absence.objects.exists()
    assert Entry.objects.about(absence.pk).filter(verb="took back").count() == 1


def test_an_absence_ends_after_it_starts_and_one_session_takes_one_day(weekly):
    with pytest.raises(EndsBeforeItStarts):
        noted(weekly, Kind.HOLIDAY, ends_on=make.TODAY - DAY)

    absence = noted(weekly, Kind.CANCELLED, ends_on=make.TODAY + WEEK)

    assert absence.ends_on == make.TODAY
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.update(ends_on=make.TODAY + DAY)


def page_of(client, about, *, reader=None):
    client.force_login((reader or about.clinician).user)
    return f"/c/{about.clinic.slug}/clients/{about.pk}/absences/"


def test_one_tap_notes_today_and_can_be_undone(client, weekly):
    url = page_of(client, weekly)

    client.post(url, {"kind": "no_show"})

    absence = Absence.objects.get()
    assert (absence.kind, absence.starts_on, absence.author) == (
        "no_show",
        make.TODAY,
        weekly.clinician,
    )
    client.post(f"/c/{weekly.clinic.slug}/absences/{absence.pk}/take-back/")
    assert not Absence.objects.exists()


def test_a_holiday_has_a_first_and_a_last_day(client, weekly):
    days = {"starts_on": "2026-12-20", "ends_on": "2027-01-03"}

    client.post(page_of(client, weekly), {"kind": "holiday"} | days)

    absence = Absence.objects.get()
    assert [str(absence.starts_on), str(absence.ends_on)] == list(days.values())
    page = client.get(page_of(client, weekly)).content.decode()
    assert "20 December 2026 to 3 January 2027" in page


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "rubbish"},
        {"kind": "holiday", "starts_on": "soon"},
        {"kind": "holiday", "ends_on": "2026-11-01"},
        {"kind": "holiday", "starts_on": "1026-11-19"},
        {"kind": "no_show", "starts_on": "2026-11-20"},
    ],
)
def test_a_bad_day_is_told_and_nothing_noted(client, weekly, fields):
    page = client.post(page_of(client, weekly), fields)

    assert page.status_code == 422
    assert "to put right first" in page.content.decode()
    assert not Absence.objects.exists()


def test_strangers_find_nothing_and_a_supervisor_may_not_note(client, weekly):
    absence = noted(weekly, Kind.CANCELLED)
    supervisor = make.member(of=weekly.clinic, roles="supervisor")
    make.supervision(supervisor, weekly.clinician)
    take_back = f"/c/{weekly.clinic.slug}/absences/{absence.pk}/take-back/"

    for reader, status in [(make.member(of=weekly.clinic), 404), (supervisor, 403)]:
        assert client.get(page_of(client, weekly, reader=reader)).status_code == status
        assert client.post(page_of(client, weekly, reader=reader)).status_code == status
        assert client.post(take_back).status_code == status


def test_the_page_takes_two_queries_beyond_the_fixed_cost(client, weekly):
    for week in range(3):
        noted(weekly, Kind.CANCELLED, starts_on=LAST - week * WEEK)
    url = page_of(client, weekly)

    with counted() as statements:
        client.get(url)

    assert len(statements) == FIXED_QUERIES + READING_QUERIES + 2
