"""What happens to teams."""

from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Membership, Team, TeamPlace


class NameTaken(Exception):
    """The clinic has a team of this name, open or closed."""


@transaction.atomic
def add_team(name: str, *, by: Membership) -> Team:
    """Raises NameTaken."""
    try:
        with transaction.atomic():
            team = Team.objects.create(clinic=by.clinic, name=name)
    except IntegrityError:
        raise NameTaken from None
    note("added", team, by=by)
    return team


@transaction.atomic
def change_team(team: Team, *, name: str, members: Collection[UUID], by: Membership) -> None:
    """Its name and who is in it: ids of members of this clinic. Raises NameTaken."""
    try:
        with transaction.atomic():
            Team.objects.filter(pk=team.pk).update(name=name)
    except IntegrityError:
        raise NameTaken from None
    TeamPlace.objects.filter(team=team).exclude(member__in=members).delete()
    here = Membership.objects.filter(clinic=team.clinic_id, pk__in=members)
    for member in here.exclude(team_places__team=team):
        TeamPlace.objects.create(clinic_id=team.clinic_id, team=team, member=member)
    note("changed", team, by=by)


@transaction.atomic
def close_team(team: Team, *, by: Membership) -> None:
    """It takes no one any more; reports of its time still know it. Again changes nothing."""
    if Team.objects.filter(pk=team.pk, closed_at__isnull=True).update(closed_at=timezone.now()):
        note("closed", team, by=by)
