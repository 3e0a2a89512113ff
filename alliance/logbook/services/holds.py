"""Placing and releasing a legal hold."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import Client, LegalHold
from alliance.logbook.sealing import key_of, sealed
from alliance.people.models import Membership


@transaction.atomic
def place_hold(client: Client, *, basis: str, by: Membership) -> LegalHold:
    """Nothing of the client is purged or erased until it is released. A second one is the first."""
    hold = LegalHold(clinic_id=client.clinic_id, client=client, author=by)
    hold.basis = sealed(basis, row=hold, column="basis", key=key_of(client))
    try:
        with transaction.atomic():
            hold.save(force_insert=True)
    except IntegrityError:
        return LegalHold.objects.of_client(client).standing().get()
    note("placed hold", client, by=by)
    return hold


@transaction.atomic
def release_hold(hold: LegalHold, *, by: Membership) -> None:
    """From now on time runs again. Again changes nothing."""
    standing = LegalHold.objects.standing().filter(pk=hold.pk)
    if standing.update(released_at=timezone.now(), released_by=by):
        note("released hold", hold.client, by=by)
