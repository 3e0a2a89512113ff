"""Who may do what about requests."""

from alliance.people.models import Membership
from alliance.privacy.models import Erasure


def can_release_hold(member: Membership) -> bool:
    """Those who run the clinic; in a practice of one that is its therapist."""
    return member.is_admin


def can_withdraw(member: Membership, erasure: Erasure) -> bool:
    """Anyone who sees the request, as long as it waits."""
    settled = (erasure.done_at, erasure.withdrawn_at, erasure.refused_at)
    return not any(settled) and (member.is_admin or erasure.clinician_id == member.pk)
