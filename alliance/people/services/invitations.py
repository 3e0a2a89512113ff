"""Inviting somebody: by mail, to one clinic and its roles, once, for three days."""

import secrets
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Invitation, Membership, Team, TeamPlace, User
from alliance.people.services.members import Roles, add_member
from alliance.walls.whose import in_clinic
from alliance.web.mail import send_when_done

LASTS = timedelta(hours=72)


class AlreadyHere(Exception):
    """The address belongs to a member of this clinic."""


class NoLongerValid(Exception):
    """Used, withdrawn, run out, or for another address."""


@transaction.atomic
def invite(
    email: str, *, roles: Roles, name: str = "", team: Team | None = None, by: Membership
) -> Invitation:
    """Mail a link that makes its holder a member. An earlier one to this address ends.

    Raises RolesMissing, AlreadyHere.
    """
    roles.check()
    members = Membership.objects.active().filter(clinic=by.clinic_id)
    if members.filter(user__email__iexact=email).exists():
        raise AlreadyHere
    now = timezone.now()
    earlier = Invitation.objects.filter(clinic=by.clinic_id, email__iexact=email).waiting(at=now)
    earlier.update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        clinic=by.clinic,
        email=email,
        name=name,
        team=team,
        invited_by=by,
        token_hash=hashed(token),
        sent_at=now,
        expires_at=now + LASTS,
        **asdict(roles),
    )
    note("invited", invitation, by=by)
    values = {"clinic": by.clinic.name, "inviter": by.user.name, "token": token}
    send_when_done("people/mail/invitation", to=email, context=values)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Membership) -> None:
    """The link in the mail stops working. Again changes nothing."""
    open_one = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True)
    if open_one.filter(withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        note("withdrew", invitation, by=by)


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def accept(invitation: Invitation, *, user: User, at: datetime) -> Membership:
    """Make the invited person a member; one who was here before comes back with these roles.

    Raises NoLongerValid.
    """
    with in_clinic(invitation.clinic_id), transaction.atomic():
        return _accept(invitation, user=user, at=at)


def _accept(invitation: Invitation, *, user: User, at: datetime) -> Membership:
    rows = Invitation.objects.select_related("clinic", "team").select_for_update(of=("self",))
    held = rows.waiting(at=at).filter(pk=invitation.pk, invited_by__deactivated_at__isnull=True)
    invitation = held.filter(email__iexact=user.email).first()  # type: ignore[assignment]
    if invitation is None:
        raise NoLongerValid
    roles = Roles(
        is_clinician=invitation.is_clinician,
        is_supervisor=invitation.is_supervisor,
        is_admin=invitation.is_admin,
    )
    member = Membership.objects.filter(clinic=invitation.clinic_id, user=user).first()
    if member is None:
        member = add_member(invitation.clinic, user=user, **asdict(roles), by=None)
    else:
        back = Membership.objects.filter(pk=member.pk)
        back.update(deactivated_at=None, **asdict(roles))
    if invitation.team:
        TeamPlace.objects.get_or_create(
            clinic=invitation.clinic, team=invitation.team, member=member
        )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    note("accepted", invitation, by=member)
    return member


@transaction.atomic
def accept_as_newcomer(
    invitation: Invitation, *, name: str, password: str, at: datetime
) -> tuple[User, Membership]:
    """An account for the invited address, and its place in the clinic. Raises NoLongerValid."""
    user = User.objects.create_user(email=invitation.email, name=name, password=password)
    return user, accept(invitation, user=user, at=at)
