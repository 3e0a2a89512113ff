"""Teams and who is in them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q

from alliance.people.models import Membership, Team, TeamPlace


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    team_id: UUID
    name: str
    size: int
    is_closed: bool


def teams_of(member: Membership) -> list[TeamRow]:
    """Those that `member` may know of, closed ones at the end; members who left aren't counted."""
    here = Q(places__member__deactivated_at__isnull=True)
    counted = Team.objects.visible_to(member).annotate(size=Count("places", filter=here))
    ordered = counted.order_by(F("closed_at").asc(nulls_first=True), "name")
    told = ordered.values_list("pk", "name", "size", "closed_at")
    return [
        TeamRow(team_id=pk, name=name, size=size, is_closed=closed_at is not None)
        for pk, name, size, closed_at in told
    ]


def members_of(team: Team) -> list[UUID]:
    return list(TeamPlace.objects.filter(team=team).values_list("member", flat=True))
