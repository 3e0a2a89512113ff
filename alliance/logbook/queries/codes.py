"""Codes that a clinician has given out."""

from alliance.logbook.codes import suggest_code
from alliance.logbook.models import Client
from alliance.people.models import Membership


def free_code(member: Membership) -> str:
    """A code to offer, that none of `member`'s clients has."""
    return suggest_code(taken=codes_of(member))


def codes_of(member: Membership) -> set[str]:
    """Those given out: of closed clients and of the trash too."""
    given = Client.objects.filter(clinic=member.clinic_id, clinician=member)
    return set(given.values_list("code", flat=True))
