"""Who may do what about requests."""

from alliance.people.models import Membership
from alliance.privacy.models import EmergencyAccess, Erasure, Purpose, SubjectPackage


def can_release_hold(member: Membership) -> bool:
    """Those who run the clinic; in a practice of one that is its therapist."""
    return member.is_admin


def can_withdraw(member: Membership, erasure: Erasure) -> bool:
    """Anyone who sees the request, as long as it waits."""
    settled = (erasure.done_at, erasure.withdrawn_at, erasure.refused_at)
    return not any(settled) and (member.is_admin or erasure.clinician_id == member.pk)


def can_decide_reflections(member: Membership, package: SubjectPackage) -> bool:
    """Only ever the client's clinician, about their own private writing."""
    return package.client.clinician_id == member.pk


def can_release(member: Membership, package: SubjectPackage) -> bool:
    """An order leaves by the word of two: whoever asked, and another person who answers for it."""
    is_open = package.purpose == Purpose.ORDER and package.released_at is None
    answers = member.is_admin or package.client.clinician_id == member.pk
    return is_open and answers and package.author.user_id != member.user_id


def can_hand_out(member: Membership, package: SubjectPackage) -> bool:
    """Those who answer for the client; an order only once it is released."""
    answers = member.is_admin or package.client.clinician_id == member.pk
    return answers and (package.purpose == Purpose.ACCESS or package.released_at is not None)


def can_name_executor(member: Membership) -> bool:
    return member.is_clinician


def can_end_access(member: Membership, access: EmergencyAccess) -> bool:
    """The author at any time, and those who run the clinic."""
    return access.ended_at is None and (access.author_id == member.pk or member.is_admin)


def can_break_glass(member: Membership, author: Membership, *, is_on: bool) -> bool:
    """`is_on` says that `member` is a lead and two of them switched it on. Never one's own."""
    is_other = author.user_id != member.user_id
    return is_on and is_other and author.clinic_id == member.clinic_id


def can_review(member: Membership, access: EmergencyAccess) -> bool:
    """Another admin than whoever read, once."""
    is_open = access.kind == EmergencyAccess.Kind.LEAD and access.reviewed_at is None
    return is_open and member.is_admin and access.reader.user_id != member.user_id
