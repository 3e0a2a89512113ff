"""Clinical leads, and whether two of them switched breaking the glass on."""

from alliance.people.models import Membership
from alliance.privacy.models import Lead

NEEDED = 2


def lead_of(member: Membership) -> Lead | None:
    """Their own row, if they are one."""
    return Lead.objects.standing(member).filter(member=member).first()


def is_glass_on(member: Membership) -> bool:
    """For a lead of a clinic where two active leads said so."""
    if lead_of(member) is None:
        return False
    active = Lead.objects.standing(member).filter(
        member__deactivated_at__isnull=True,
        member__user__is_active=True,
        switched_on_at__isnull=False,
    )
    return active.values("member__user").distinct().count() >= NEEDED


def leads_in(member: Membership) -> list[Lead]:
    rows = Lead.objects.standing(member).select_related("member__user")
    return list(rows.order_by("member__user__name"))
