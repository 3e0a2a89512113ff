"""Leaving for good: one's account in a clinic, or a practice of one with everything in it."""

from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from alliance.audit.services import note
from alliance.home.services.leaving import delete_rows_of
from alliance.logbook.models import Client, Draft, LegalHold, Reflection, ReflectionVersion
from alliance.logbook.queries.left_behind import not_held
from alliance.people.models import Clinic, Membership, User
from alliance.people.services import deactivate
from alliance.privacy.services.erasing import overwrite_traces
from alliance.vault.ledger import destroyed_keys, write_down


class HoldStands(Exception):
    """A legal hold on a client keeps the practice."""


def is_alone(member: Membership) -> bool:
    """Whether they run a clinic that nobody else ever was in: a practice of one."""
    others = Membership.objects.filter(clinic=member.clinic_id).exclude(pk=member.pk)
    return member.is_admin and not others.exists()


@transaction.atomic
def close_account(member: Membership, *, with_reflections: bool) -> None:
    """Their place in the clinic ends; its record stays. Raises LastAdmin.

    Reflections go if they say so, those of a client under legal hold aside.
    """
    deactivate(member, by=member)
    own = {"clinic": member.clinic_id, "author": member}
    not_held(Draft.objects.filter(**own), client="client").delete()
    if with_reflections:
        for rows in (ReflectionVersion.objects, Reflection.objects):
            not_held(rows.filter(**own), client="log__client").delete()
        note("deleted own reflections", member, by=member)
    note("closed account", member, by=member)
    _close_user(member.user_id)


@transaction.atomic
def close_practice(member: Membership, *, now: datetime) -> None:
    """Everything of a practice of one goes, its trail too. Raises HoldStands.

    The ledger knows each client and the clinic, so that a restored backup is erased again.
    """
    if LegalHold.objects.filter(clinic=member.clinic_id).standing().exists():
        raise HoldStands
    for pk in Client.objects.filter(clinic=member.clinic_id).values_list("pk", flat=True):
        write_down(clinic_id=member.clinic_id, owner_id=pk, at=now)
    write_down(clinic_id=member.clinic_id, owner_id=member.clinic_id, at=now)
    _delete(member.clinic_id)
    _close_user(member.user_id)
    transaction.on_commit(overwrite_traces)


@transaction.atomic
def replay_closed_practices() -> int:
    """After a restore: those that the ledger names go again; how many."""
    closed = {line.clinic_id for line in destroyed_keys() if line.owner_id == line.clinic_id}
    back = list(Clinic.objects.filter(pk__in=closed).values_list("pk", flat=True))
    for pk in back:
        _delete(pk)
    return len(back)


def _delete(clinic_id: UUID) -> None:
    clinics = list(Clinic.objects.filter(pk=clinic_id))
    delete_rows_of(clinics)
    Clinic.objects.filter(pk=clinic_id).delete()


def _close_user(user_id: UUID) -> None:
    """Without a place anywhere they can't sign in, and nobody keeps their address."""
    if Membership.objects.filter(user=user_id, deactivated_at__isnull=True).exists():
        return
    user = User.objects.get(pk=user_id)
    user.is_active = False
    user.email = f"closed-{user_id.hex}@closed.invalid"
    user.set_unusable_password()
    user.save(update_fields=["is_active", "email", "password"])
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
