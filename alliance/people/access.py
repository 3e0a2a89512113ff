"""Who is asking."""

from datetime import date

from django.http import HttpRequest

from alliance.people.models import Clinic, Membership, User


class MemberRequest(HttpRequest):
    """A request inside a clinic, as `ClinicMiddleware` leaves it."""

    user: User
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


def can_sign_up(*, rule: str, practice_exists: bool) -> bool:
    """`rule` is the setting SIGNUP: the first account only, anyone, or nobody."""
    return rule == "open" or (rule == "first" and not practice_exists)
