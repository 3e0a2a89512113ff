"""Taking away what is over its time, and keeping a log of each run."""

from datetime import datetime

from django.db import transaction

from alliance.audit.services import Nobody, note
from alliance.logbook.models import Client
from alliance.logbook.queries.left_behind import not_held
from alliance.logbook.services.purge import discard_old_drafts, purge_trash
from alliance.people.models import Clinic, Membership
from alliance.privacy.models import RetentionRun
from alliance.privacy.queries.retention import (
    Due,
    due_in,
    old_records,
    old_reflection_versions,
    old_reflections,
)
from alliance.privacy.services.erasing import erase


def keep_to_retention(*, now: datetime) -> int:
    """Take away what no clinic keeps any longer; how many rows there were.

    A client goes in a transaction of their own, so it may stop and start anywhere. The log of the
    run says, clinic by clinic and kind by kind, what was due, what a hold kept and what went.
    """
    before = {clinic: due_in(clinic, now=now) for clinic in Clinic.objects.all()}
    for clinic in before:
        _take_old_reflections(clinic, now=now)
        _erase_old_records(clinic, now=now)
    purge_trash(now=now)
    discard_old_drafts(now=now)
    return sum(_log_run(clinic, due, now=now) for clinic, due in before.items())


def rehearse(*, now: datetime) -> tuple[tuple[Clinic, tuple[Due, ...]], ...]:
    """What a run would do now, written into the log as a dry run. Nothing is taken away."""
    told = tuple((clinic, due_in(clinic, now=now)) for clinic in Clinic.objects.all())
    for clinic, due in told:
        for one in due:
            _write(clinic, one, now=now, gone=0, is_dry_run=True)
    return told


def _take_old_reflections(clinic: Clinic, *, now: datetime) -> None:
    today = now.astimezone(clinic.zone).date()
    with transaction.atomic():
        gone = 0
        for rows in (old_reflection_versions, old_reflections):
            gone += not_held(rows(clinic, today=today), client="log__client").delete()[0]
        if gone:
            note("deleted old reflections", clinic, by=Nobody(clinic_id=clinic.pk))


def _erase_old_records(clinic: Clinic, *, now: datetime) -> None:
    today = now.astimezone(clinic.zone).date()
    overdue = not_held(old_records(clinic, today=today), client="pk")
    for pk in list(overdue.values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Client.objects.select_for_update(of=("self",)).filter(pk=pk)
            client = not_held(rows, client="pk").first()
            if client:
                erase(client, at=now, by=Nobody(clinic_id=clinic.pk))


def _log_run(clinic: Clinic, before: tuple[Due, ...], *, now: datetime) -> int:
    """Counted again afterwards, so that the log says what did go."""
    after = {due.kind: due.rows for due in due_in(clinic, now=now)}
    gone = {due.kind: max(0, due.rows - after[due.kind]) for due in before}
    for due in before:
        if due.rows:
            _write(clinic, due, now=now, gone=gone[due.kind], is_dry_run=False)
    return sum(gone.values())


def _write(clinic: Clinic, due: Due, *, now: datetime, gone: int, is_dry_run: bool) -> None:
    RetentionRun.objects.create(
        clinic=clinic,
        kind=due.kind,
        ran_at=now,
        is_dry_run=is_dry_run,
        due=due.rows,
        held=due.held,
        gone=gone,
    )


@transaction.atomic
def keep_own_reflections(member: Membership, *, months: int | None) -> None:
    """How long after a client is closed one's own reflections stay; None: as the clinic has it."""
    Membership.objects.filter(pk=member.pk).update(reflection_months=months)
    note("set reflection_months", member, by=member)
