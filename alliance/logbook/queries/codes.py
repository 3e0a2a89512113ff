"""Codes that a clinician has given out."""

from alliance.logbook.codes import suggest_code
from alliance.logbook.models import Client
from alliance.people.models import Membership


def free_code(member: Membership) -> str:
    """A code to offer, that none of `member`'s clients has: closed ones and the trash too."""
    given = Client.objects.filter(clinic=member.clinic_id, clinician=member)
    return suggest_code(taken=set(given.values_list("code", flat=True)))
