"""Asking for erasure, thinking better of it, and carrying it out a week later."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import Nobody, note
from alliance.logbook.models import Client, LegalHold
from alliance.people.models import Membership
from alliance.privacy.models import Erasure
from alliance.privacy.queries.keeping import keep_until
from alliance.privacy.services.erasing import erase
from alliance.privacy.services.telling import tell
from alliance.vault.ledger import destroyed_keys

COOLING = timedelta(days=7)


@transaction.atomic
def ask_erasure(client: Client, *, ground: str, duty_is_over: bool, by: Membership) -> Erasure:
    """Ask for a client's record to go in seven days, or be refused with the ground kept.

    A hold refuses it, and so does a duty to keep the record that nobody says is over. Asked again
    while it waits, it is the same request.
    """
    held = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    waiting = Erasure.objects.filter(clinic=held.clinic_id).about(held.pk).waiting().first()
    if waiting:
        return waiting
    now = timezone.now()
    refusal = _refusal(held, duty_is_over=duty_is_over, by=by)
    erasure = Erasure.objects.create(
        clinic_id=held.clinic_id,
        subject=held.pk,
        clinician_id=held.clinician_id,
        ground=ground,
        duty_is_over=duty_is_over,
        asked_by=by,
        asked_at=now,
        due_at=now + COOLING,
        refusal=refusal,
        refused_at=now if refusal else None,
    )
    verb = "refused erasure" if refusal else "asked for erasure"
    note(verb, held, by=by, reason=refusal or ground)
    if not refusal:
        tell("erasure_asked", erasure.clinician, also_admins=True, context={"erasure": erasure})
    return erasure


@transaction.atomic
def withdraw_erasure(erasure: Erasure, *, by: Membership) -> bool:
    """Think better of it: nothing goes. False if it was too late or done before."""
    waiting = Erasure.objects.waiting().filter(pk=erasure.pk)
    if not waiting.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        return False
    note("withdrew erasure", erasure, by=by)
    return True


def carry_out_erasures(*, now: datetime) -> int:
    """Erase those whose week is over; how many. One that a hold stands against is refused."""
    due = list(Erasure.objects.due(now=now).values_list("pk", flat=True))
    return sum(_carry_out(pk, now=now) for pk in due)


def replayed_erasures(*, at: datetime) -> int:
    """After a restore: say of requests that the ledger knows as done that they are."""
    done = [line.owner_id for line in destroyed_keys()]
    return Erasure.objects.waiting().filter(subject__in=done).update(done_at=at)


@transaction.atomic
def _carry_out(pk: UUID, *, now: datetime) -> bool:
    erasure = Erasure.objects.due(now=now).select_for_update(of=("self",)).filter(pk=pk).first()
    if erasure is None:
        return False
    client = Client.objects.select_for_update(of=("self",)).filter(pk=erasure.subject).first()
    by = Nobody(clinic_id=erasure.clinic_id)
    if client and LegalHold.objects.of_client(client).standing().exists():
        erasure.refusal, erasure.refused_at = Erasure.Refusal.HOLD, now
        note("refused erasure", client, by=by, reason=erasure.refusal)
    else:
        erasure.done_at = now
        if client:
            erase(client, at=now, by=by)
    erasure.save(update_fields=["refusal", "refused_at", "done_at"])
    return erasure.done_at is not None


def _refusal(client: Client, *, duty_is_over: bool, by: Membership) -> str:
    if LegalHold.objects.of_client(client).standing().exists():
        return Erasure.Refusal.HOLD
    today = timezone.localdate(timezone=by.clinic.zone)
    if not duty_is_over and keep_until(client, years=by.clinic.record_years) > today:
        return Erasure.Refusal.DUTY
    return ""
