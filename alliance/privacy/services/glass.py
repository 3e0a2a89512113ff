"""Breaking the glass: a clinical lead reads for a day, told to everyone, looked at afterwards."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.sealing import sealed
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.privacy.access import can_break_glass, can_review
from alliance.privacy.models import EmergencyAccess, Lead
from alliance.privacy.queries.leads import is_glass_on
from alliance.privacy.services.telling import tell

LASTS = timedelta(hours=24)
REVIEWED_WITHIN = timedelta(days=7)
SHORTEST_REASON = 20


class NotAllowed(Exception):
    """Off, no lead, one's own records, or somebody else's to review."""


class ReasonTooShort(Exception):
    """A reason has at least twenty characters."""


@transaction.atomic
def name_lead(member: Membership, *, by: Membership) -> Lead:
    """Who is one already stays one."""
    standing = Lead.objects.standing(by).filter(member=member).first()
    if standing:
        return standing
    lead = Lead.objects.create(clinic_id=by.clinic_id, member=member, named_by=by)
    note("named lead", lead, by=by)
    return lead


@transaction.atomic
def end_lead(lead: Lead, *, by: Membership) -> None:
    """With fewer than two that switched it on, breaking the glass is off again."""
    if Lead.objects.filter(pk=lead.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
        note("ended lead", lead, by=by)


@transaction.atomic
def switch(lead: Lead, *, is_on: bool, by: Membership) -> None:
    """One lead's word. It counts once two have given theirs; either takes it back alone."""
    Lead.objects.filter(pk=lead.pk).update(switched_on_at=timezone.now() if is_on else None)
    note("switched break-glass on" if is_on else "switched break-glass off", lead, by=by)


@transaction.atomic
def break_glass(author: Membership, *, reason: str, by: Membership) -> EmergencyAccess:
    """Read the structured logs of `author` for a day. The author and all admins get a mail at once.

    Raises ReasonTooShort, NotAllowed.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonTooShort
    if not can_break_glass(by, author, is_on=is_glass_on(by)):
        raise NotAllowed
    now = timezone.now()
    access = EmergencyAccess(
        clinic_id=by.clinic_id,
        kind=EmergencyAccess.Kind.LEAD,
        author=author,
        reader=by,
        asked_at=now,
        opens_at=now,
        closes_at=now + LASTS,
        review_due_at=now + REVIEWED_WITHIN,
    )
    access.reason = sealed(reason, row=access, column="reason", key=key_of_clinic(by.clinic))
    access.save(force_insert=True)
    note("broke the glass", access, by=by)
    tell("glass_broken", author, also_admins=True, context={"access": access})
    return access


@transaction.atomic
def review_access(access: EmergencyAccess, *, text: str, by: Membership) -> None:
    """What another person found when they looked at it afterwards. Raises NotAllowed."""
    held = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=access.pk)
    if not can_review(by, held):
        raise NotAllowed
    held.review = sealed(text, row=held, column="review", key=key_of_clinic(by.clinic))
    held.reviewed_by, held.reviewed_at = by, timezone.now()
    held.save(update_fields=["review", "reviewed_by", "reviewed_at"])
    note("reviewed break-glass", held, by=by)
