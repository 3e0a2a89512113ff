"""What happens to a session log: it is saved, changed, moved, trashed."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from alliance.audit.services import note
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.entries import LogEntry
from alliance.logbook.models import Client, Draft, Rupture, SessionLog, Signal
from alliance.logbook.queries.versions import PLAIN_FIELDS, SEALED_FIELDS
from alliance.logbook.sealing import key_of, sealed
from alliance.logbook.services.drafts import discard_draft
from alliance.logbook.services.readings import (
    freeze_prior,
    keep_learned,
    new_signals,
    read_series,
    refresh_readings,
    set_reading,
)
from alliance.logbook.services.ruptures import (
    change_opening,
    check_opening,
    follow_all_steps,
    leave_untold,
    let_go_of_other_threads,
    open_rupture,
    take_up,
)
from alliance.logbook.services.suggestions import forget_outcomes, note_outcomes, offer_cards
from alliance.logbook.services.words import (
    FORM_FIELDS,
    change_reflection,
    keep_reflection,
    keep_version,
    reseal,
)
from alliance.people.models import Membership
from alliance.people.services import remember_log_form
from alliance.vault.data_keys import DataKey
from alliance.web.prepared import prepared


class StaleVersion(Exception):
    """The log was changed after this form was opened."""


class SavedForAnother(Exception):
    """This form was saved before, about another client; what it says now is not kept yet."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class HeldBeforeFirstSeen(Exception):
    """The session was held before the day on which the client was first seen."""

    def __init__(self, started_on: date) -> None:
        super().__init__(str(started_on))
        self.started_on = started_on


class SignedOff(Exception):
    """A signed-off log is amended, never trashed or moved."""


def save_log(client: Client, *, entry: LogEntry, submission: UUID, by: Membership) -> SessionLog:
    """Record a session. The same `submission` again gives the log it made the first time.

    Raises SavedForAnother if that log is about another client, NotThisClients for a thread of
    someone else's, ClosedBeforeItBegan for a later one, InvalidRating.
    """
    try:
        return _save_log(client, entry=entry, submission=submission, by=by)
    except IntegrityError:
        made = SessionLog.objects.submitted_as(submission, by=by).select_related("client").first()
        if made is None:
            raise
    if made.client_id != client.pk:
        raise SavedForAnother(made.client.code)
    return made


@transaction.atomic
def _save_log(client: Client, *, entry: LogEntry, submission: UUID, by: Membership) -> SessionLog:
    client = _locked(client.pk)
    earlier = _logs_of(client)
    for log in earlier:
        if log.submission == submission and log.author_id == by.pk:
            return log
    key = key_of(client)
    log = SessionLog(
        clinic_id=client.clinic_id,
        client=client,
        author=by,
        submission=submission,
        edition=CURRENT_EDITION,
        sensitivity=by.sensitivity,
    )
    _fill(log, entry=entry, key=key)
    signals = _save_with_reading(log, earlier=earlier, client=client)
    keep_reflection(log, text=entry.reflection, key=key)
    take_up(log, threads=entry.threads, key=key, by=by)
    if entry.rupture:
        open_rupture(log, entry=entry.rupture, key=key, by=by)
    note_outcomes(log, outcomes=entry.outcomes)
    before = [other for other in earlier if _is_before(other, log)]
    offer_cards(log, earlier=before, signals=signals, by=by)
    discard_draft(submission, by=by)
    remember_log_form(by, log_form=entry.form)
    note("saved", log, by=by)
    return log


@transaction.atomic
def change_log(log: SessionLog, *, entry: LogEntry, version: int, by: Membership) -> SessionLog:
    """Change a log that still stands at `version`; how it read before is kept.

    Raises StaleVersion, NotThisClients, ClosedBeforeItBegan.
    """
    client = _locked(log.client_id)
    log = SessionLog.objects.select_for_update().get(pk=log.pk)
    log.client = client
    if log.version != version:
        raise StaleVersion
    key = key_of(client)
    keep_version(log, key=key)
    change_reflection(log, text=entry.reflection, key=key)
    _fill(log, entry=entry, key=key)
    log.version += 1
    log.changed_at = timezone.now()
    log.save(update_fields=[*FORM_FIELDS, "version", "changed_at"])
    change_opening(log, entry=entry.rupture, key=key, by=by)
    check_opening(log)
    leave_untold(log, threads=entry.threads, by=by)
    take_up(log, threads=entry.threads, key=key, by=by)
    note_outcomes(log, outcomes=entry.outcomes)
    follow_all_steps(client)
    refresh_readings(client)
    Draft.objects.written_by(by).filter(log=log).delete()
    note("changed", log, by=by)
    return log


@transaction.atomic
def trash_log(log: SessionLog, *, by: Membership) -> None:
    """Out of sight at once, gone for good after thirty days. Raises SignedOff."""
    if log.is_signed_off:
        raise SignedOff
    client = _locked(log.client_id)
    log.trashed_at = timezone.now()
    log.save(update_fields=["trashed_at"])
    _settle(client)
    note("trashed", log, by=by)


@transaction.atomic
def restore_log(log: SessionLog, *, by: Membership) -> None:
    client = _locked(log.client_id)
    log.trashed_at = None
    log.save(update_fields=["trashed_at"])
    _settle(client)
    note("restored", log, by=by)


@transaction.atomic
def move_log(log: SessionLog, *, to: Client, by: Membership) -> None:
    """It was logged for the wrong client. What hangs on it goes along.

    Raises SignedOff, HeldBeforeFirstSeen, ThreadGoesOn, StaleVersion if it is elsewhere by now.
    """
    # In one order whichever way it goes, so that two moves never wait for each other.
    held = {pk: _locked(pk) for pk in sorted({log.client_id, to.pk})}
    former, client = held[log.client_id], held[to.pk]
    log = SessionLog.objects.select_for_update().get(pk=log.pk)
    if log.client_id != former.pk:
        raise StaleVersion
    if log.is_signed_off:
        raise SignedOff
    if log.held_on < client.started_on:
        raise HeldBeforeFirstSeen(client.started_on)
    keep_version(log, key=key_of(former))
    let_go_of_other_threads(log)
    forget_outcomes(log)
    reseal(log, old=key_of(former), new=key_of(client))
    log.client = client
    log.version += 1
    log.changed_at = timezone.now()
    log.save(update_fields=["client", "version", "changed_at", *SEALED_FIELDS])
    Rupture.objects.filter(opened_in=log).update(client=client)
    Signal.objects.filter(log=log).delete()
    log.suggestions.update(client=client)
    log.drafts.update(client=client)
    _settle(former)
    if client.prior is None:
        freeze_prior(client)
    _settle(client)
    note("moved", log, by=by)


def _locked(client_id: UUID) -> Client:
    """The client's row, held until the end of the transaction: their series changes in turn."""
    rows = Client.objects.select_related("key", "clinician").select_for_update(of=("self",))
    return rows.get(pk=client_id)


@prepared
def _logs_of(client: Client) -> QuerySet[SessionLog]:
    return SessionLog.objects.of_client(client).defer("shared_note")


def _settle(client: Client) -> None:
    follow_all_steps(client)
    refresh_readings(client)


def _fill(log: SessionLog, *, entry: LogEntry, key: DataKey) -> None:
    checklist(log.edition).check_ratings(entry.ratings)
    for name in PLAIN_FIELDS:
        value = getattr(entry, name)
        setattr(log, name, list(value) if name == "contexts" else value)
    for name in SEALED_FIELDS:
        setattr(log, name, sealed(getattr(entry, name), row=log, column=name, key=key))
    is_held = entry.hold_back and not log.is_signed_off
    log.held_back_until = _held_back_until(log) if is_held else None


def _held_back_until(log: SessionLog) -> date:
    """The day it was held back for; for one that wasn't, as many days on as the clinic allows."""
    today = timezone.localdate(timezone=log.author.clinic.zone)
    return log.held_back_until or today + timedelta(days=log.author.clinic.holding_back_days)


def _save_with_reading(
    log: SessionLog, *, earlier: list[SessionLog], client: Client
) -> list[Signal]:
    """Store a new log and what follows from it; the signals it raised.

    The latest session, which is nearly every one, is stored with its reading in one go. One that
    lies between others changes what followed, so its client is read again from the first.
    """
    if client.prior is None:
        freeze_prior(client)
    if not all(_is_before(other, log) for other in earlier):
        log.save(force_insert=True)
        refresh_readings(client)
        log.refresh_from_db(fields=["number", "score", "domain_readings"])
        return list(log.signals.all())
    readings = read_series(client, logs=[*earlier, log])
    number = client.sessions_before + len(earlier) + 1
    set_reading(log, reading=readings[-1], number=number)
    log.save(force_insert=True)
    signals = Signal.objects.bulk_create(new_signals(log, reading=readings[-1]))
    keep_learned(client, readings=readings)
    return signals


def _is_before(other: SessionLog, log: SessionLog) -> bool:
    """Whether `other` was held before `log`, as `in_order` has it."""
    return _place(other) < _place(log)


def _place(log: SessionLog) -> tuple[object, ...]:
    return (log.held_on, log.started_at is not None, str(log.started_at or ""), log.pk)
