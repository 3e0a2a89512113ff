"""A clinical will: named in advance, asked for, waited for, refused at any time."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Membership
from alliance.privacy.models import EmergencyAccess, Will
from alliance.privacy.services.telling import tell


@transaction.atomic
def name_executor(
    executor: Membership, *, wait_days: int, with_reflections: bool, by: Membership
) -> Will:
    """Let `executor` in after a wait of `wait_days` (1 to 30), should they ask. One at a time."""
    withdraw_will(by=by)
    will = Will.objects.create(
        clinic_id=by.clinic_id,
        author=by,
        executor=executor,
        wait_days=wait_days,
        with_reflections=with_reflections,
    )
    note("named executor", will, by=by)
    tell("executor_named", executor, context={"author": by})
    return will


@transaction.atomic
def withdraw_will(*, by: Membership) -> None:
    """Nobody is named any more. What somebody reads by it already ends too."""
    for will in Will.objects.of_author(by):
        will.withdrawn_at = timezone.now()
        will.save(update_fields=["withdrawn_at"])
        note("withdrew executor", will, by=by)
    own = EmergencyAccess.objects.filter(clinic=by.clinic_id, author=by, ended_at__isnull=True)
    for access in own.filter(kind=EmergencyAccess.Kind.EXECUTOR):
        end_access(access, by=by)


@transaction.atomic
def ask_as_executor(will: Will, *, by: Membership) -> EmergencyAccess:
    """Begin to wait. Author and admins are told at once. Asked again, it is the same request."""
    running = EmergencyAccess.objects.filter(
        clinic=will.clinic_id, author=will.author_id, reader=by, ended_at__isnull=True
    )
    kind = EmergencyAccess.Kind.EXECUTOR
    list(Will.objects.select_for_update(of=("self",)).filter(pk=will.pk))
    if already := running.filter(kind=kind).first():
        return already
    now = timezone.now()
    access = EmergencyAccess.objects.create(
        clinic_id=will.clinic_id,
        kind=kind,
        author_id=will.author_id,
        reader=by,
        with_reflections=will.with_reflections,
        asked_at=now,
        opens_at=now + timedelta(days=will.wait_days),
    )
    note("asked as executor", access, by=by)
    tell("executor_asked", will.author, also_admins=True, context={"access": access})
    return access


@transaction.atomic
def end_access(access: EmergencyAccess, *, by: Membership) -> None:
    """Refuse it while it waits, or end it while it is open. Again changes nothing."""
    running = EmergencyAccess.objects.filter(pk=access.pk, ended_at__isnull=True)
    if running.update(ended_at=timezone.now(), ended_by=by):
        note("ended emergency access", access, by=by)
        tell("access_ended", access.reader, also_admins=True, context={"access": access})
