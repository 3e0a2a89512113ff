"""What happens to memberships: their roles, their end, and one's own settings."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Clinic, Deputy, Membership, Supervision, User
from alliance.people.services.sign_ins import end_sign_ins


class RolesMissing(Exception):
    """A membership needs at least one role."""


class LastAdmin(Exception):
    """A clinic always has somebody who runs it."""


@dataclass(frozen=True, kw_only=True)
class Roles:
    is_clinician: bool = False
    is_supervisor: bool = False
    is_admin: bool = False

    def check(self) -> None:
        """Raises RolesMissing."""
        if not (self.is_clinician or self.is_supervisor or self.is_admin):
            raise RolesMissing


@transaction.atomic
def add_member(
    clinic: Clinic,
    *,
    user: User,
    is_clinician: bool = False,
    is_supervisor: bool = False,
    is_admin: bool = False,
    by: Membership | None,
) -> Membership:
    """Give `user` a place in the clinic. `by` is None for a clinic that a command makes."""
    roles = Roles(is_clinician=is_clinician, is_supervisor=is_supervisor, is_admin=is_admin)
    roles.check()
    member = Membership.objects.create(
        clinic=clinic, user=user, log_form=clinic.default_log_form, **asdict(roles)
    )
    note("added", member, by=by or member)
    return member


@transaction.atomic
def change_roles(member: Membership, *, roles: Roles, by: Membership) -> None:
    """They count from the member's next request on. Raises RolesMissing, LastAdmin."""
    roles.check()
    member = _locked(member)
    if member.is_admin and not roles.is_admin:
        _keep_an_admin(member)
    for role, is_held in asdict(roles).items():
        setattr(member, role, is_held)
    member.save(update_fields=list(asdict(roles)))
    note("changed roles", member, by=by)


@transaction.atomic
def deactivate(member: Membership, *, by: Membership) -> None:
    """No page of this clinic opens to them from their next request on; what they wrote stays.

    Supervisions they give or receive end today, nobody stands in for them any more, and they are
    signed out everywhere. Raises LastAdmin. Again changes nothing.
    """
    member = _locked(member)
    if member.deactivated_at is not None:
        return
    if member.is_admin:
        _keep_an_admin(member)
    member.deactivated_at = timezone.now()
    member.save(update_fields=["deactivated_at"])
    today = timezone.localdate(timezone=member.clinic.zone)
    Supervision.objects.involving(member).end_all(on=today)
    Deputy.objects.involving(member).end_all(on=today)
    end_sign_ins(member.user_id)
    note("deactivated", member, by=by)


@transaction.atomic
def reactivate(member: Membership, *, by: Membership) -> None:
    """Let somebody back in. Supervisions that ended stay ended."""
    member = _locked(member)
    if member.deactivated_at is None:
        return
    member.deactivated_at = None
    member.save(update_fields=["deactivated_at"])
    note("reactivated", member, by=by)


def _locked(member: Membership) -> Membership:
    rows = Membership.objects.select_related("clinic").select_for_update(of=("self",))
    return rows.get(pk=member.pk)


def _keep_an_admin(member: Membership) -> None:
    # All of a clinic's admins are held, so that two of them can't leave at the same moment.
    admins = Membership.objects.active().filter(clinic=member.clinic_id, is_admin=True)
    others = [admin for admin in admins.select_for_update(of=("self",)) if admin.pk != member.pk]
    if not others:
        raise LastAdmin


@transaction.atomic
def change_settings(
    member: Membership, *, name: str, theme: str, log_form: str, sensitivity: str
) -> None:
    """A new sensitivity counts for logs saved from then on; each log keeps its own."""
    User.objects.filter(pk=member.user_id).update(name=name, theme=theme)
    own = Membership.objects.filter(pk=member.pk)
    own.update(log_form=log_form, sensitivity=sensitivity)
    note("changed settings", member, by=member)


def choose_theme(member: Membership, *, theme: str) -> None:
    """Draw every page light, dark or as the device. A habit, not a fact: no audit note."""
    User.objects.filter(pk=member.user_id).update(theme=theme)


def remember_log_form(member: Membership, *, log_form: str) -> None:
    """Open the next log with the same form. A habit, not a fact about anyone: no audit note."""
    if member.log_form != log_form:
        Membership.objects.filter(pk=member.pk).update(log_form=log_form)
