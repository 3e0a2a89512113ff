"""What happens to memberships: their roles, their end, and one's own settings."""

from django.db import transaction

from alliance.audit.services import note
from alliance.people.models import Clinic, Membership, User


class RolesMissing(Exception):
    """A membership needs at least one role."""


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
    if not (is_clinician or is_supervisor or is_admin):
        raise RolesMissing
    member = Membership.objects.create(
        clinic=clinic,
        user=user,
        is_clinician=is_clinician,
        is_supervisor=is_supervisor,
        is_admin=is_admin,
    )
    note("added", member, by=by or member)
    return member


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
