"""A log is signed off: the version that was read. `reviews` decides who may."""

from django.db import transaction
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.logbook.services.logs import StaleVersion


class AlreadySignedOff(Exception):
    """Another supervisor was quicker with this version."""


@transaction.atomic
def mark_signed_off(log: SessionLog, *, version: int) -> SessionLog:
    """The log, held until the end of the transaction. Raises StaleVersion, AlreadySignedOff."""
    held = SessionLog.objects.kept().select_for_update(of=("self",)).get(pk=log.pk)
    if held.version != version:
        raise StaleVersion
    if held.signed_off_version == version:
        raise AlreadySignedOff
    held.signed_off_at = timezone.now()
    held.signed_off_version = version
    held.save(update_fields=["signed_off_at", "signed_off_version"])
    return held


@transaction.atomic
def mark_unsigned(log: SessionLog, *, last: int | None) -> None:
    """Take a sign-off back; `last` is the version signed before it, if any."""
    held = SessionLog.objects.select_for_update(of=("self",)).get(pk=log.pk)
    held.signed_off_version = last
    if last is None:
        held.signed_off_at = None
    held.save(update_fields=["signed_off_at", "signed_off_version"])
