"""Two codes turn out to be one client: everything goes to one of them."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import (
    Absence,
    CardMark,
    Client,
    Draft,
    Handover,
    LegalHold,
    Rupture,
    SessionLog,
    Signal,
    Suggestion,
)
from alliance.logbook.queries.versions import SEALED_FIELDS
from alliance.logbook.sealing import key_of
from alliance.logbook.services.readings import freeze_prior, refresh_readings
from alliance.logbook.services.ruptures import follow_all_steps
from alliance.logbook.services.words import reseal, reseal_row
from alliance.people.models import Membership


class NotBothOwn(Exception):
    """Two different clients of one clinician, neither in the trash nor handed over."""


class IsHeld(Exception):
    """While a legal hold stands on one of them, nothing of them is moved."""


@transaction.atomic
def merge_clients(client: Client, *, into: Client, by: Membership) -> None:
    """Every session of `client` is one of `into` from now on; the empty code goes to the trash.

    Sign-offs stand: no log says anything else. Numbers, usual ranges and signals are worked out
    anew over the whole series. Raises NotBothOwn, IsHeld.
    """
    # In one order whichever way it goes, so that two merges never wait for each other.
    held = {pk: _locked(pk, by=by) for pk in sorted({client.pk, into.pk})}
    if len(held) != 2:
        raise NotBothOwn
    old, new = held[client.pk], held[into.pk]
    if LegalHold.objects.standing().filter(client__in=[old, new]).exists():
        raise IsHeld
    _move_logs(old, new)
    _move_the_rest(old, new)
    _settle(old, new)
    note("merged", old, by=by)
    note("took in", new, by=by)


def _locked(client_id: UUID, *, by: Membership) -> Client:
    own = Client.objects.of_clinician(by).select_related("key", "clinician")
    rows = own.exclude(closing_reason=Client.ClosingReason.HANDED_OVER)
    found = rows.select_for_update(of=("self",)).filter(pk=client_id).first()
    if found is None:
        raise NotBothOwn
    return found


def _move_logs(old: Client, new: Client) -> None:
    """Those in the trash too: restored, they are the new client's."""
    for log in SessionLog.objects.filter(clinic=old.clinic_id, client=old):
        reseal(log, old=key_of(old), new=key_of(new))
        log.client = new
        log.save(update_fields=["client", *SEALED_FIELDS])


def _move_the_rest(old: Client, new: Client) -> None:
    of_old = {"clinic": old.clinic_id, "client": old}
    Rupture.objects.filter(**of_old).update(client=new)
    Suggestion.objects.filter(**of_old).update(client=new)
    # Worked out anew over the whole series.
    Signal.objects.filter(**of_old).delete()
    for draft in Draft.objects.filter(**of_old):
        if draft.log_id is None:
            reseal_row(draft, column="content", old=key_of(old), new=key_of(new))
    Draft.objects.filter(**of_old).update(client=new)
    days = Absence.objects.filter(clinic=new.clinic_id, client=new).values("starts_on")
    Absence.objects.filter(**of_old).exclude(starts_on__in=days).update(client=new)
    marked = set(CardMark.objects.filter(client=new).values_list("card", "kind"))
    for mark in CardMark.objects.filter(**of_old):
        if (mark.card, mark.kind) not in marked:
            CardMark.objects.filter(pk=mark.pk).update(client=new)
    if not Handover.objects.filter(successor=new).exists():
        Handover.objects.filter(successor=old).update(successor=new)


def _settle(old: Client, new: Client) -> None:
    new.started_on = min(old.started_on, new.started_on)
    new.sessions_before = max(old.sessions_before, new.sessions_before)
    new.contexts = sorted({*old.contexts, *new.contexts})
    new.save(update_fields=["started_on", "sessions_before", "contexts"])
    if new.prior is None:
        freeze_prior(new)
    follow_all_steps(new)
    refresh_readings(new)
    old.trashed_at, old.learned = timezone.now(), None
    old.save(update_fields=["trashed_at", "learned"])
