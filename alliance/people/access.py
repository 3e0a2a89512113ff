"""Who is asking."""

from datetime import date
from typing import Any

from django.http import HttpRequest

from alliance.people.models import Clinic, Membership, Supervision, User


class MemberRequest(HttpRequest):
    """A request inside a clinic, as `ClinicMiddleware` leaves it."""

    user: User
    # Of people.session_store.
    session: Any
    member: Membership
    clinic: Clinic
    today: date
    # The role whose menu and landing page were chosen; empty: the first of those held.
    role: str


def can_log_sessions(member: Membership) -> bool:
    return member.is_clinician


def can_run_clinic(member: Membership) -> bool:
    """People, supervisions, teams and the clinic's settings are the admins'."""
    return member.is_admin


def can_agree(member: Membership, supervision: Supervision) -> bool:
    """The side that did not ask, while it waits."""
    is_waiting = supervision.agreed_at is None and supervision.declined_at is None
    return is_waiting and is_side(member, supervision) and supervision.proposed_by_id != member.pk


def is_side(member: Membership, supervision: Supervision) -> bool:
    return member.pk in {supervision.trainee_id, supervision.supervisor_id}


def can_name_deputy(member: Membership) -> bool:
    return member.is_supervisor


def needs_second_factor(member: Membership) -> bool:
    """Supervisors and admins, and clinicians where the clinic says so. Never in a demo."""
    clinic = member.clinic
    is_asked = member.is_supervisor or member.is_admin or clinic.second_factor_required
    return is_asked and not clinic.is_demo


def can_sign_up(*, rule: str, practice_exists: bool) -> bool:
    """`rule` is the setting SIGNUP: the first account only, anyone, or nobody."""
    return rule == "open" or (rule == "first" and not practice_exists)
