"""Teams: members of one clinic grouped for reports."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from alliance.people.models.clinics import ClinicOwned
from alliance.people.models.memberships import Membership


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, member: Membership) -> Self:
        """An admin's clinic's; for others those they are in."""
        in_clinic = self.filter(clinic=member.clinic_id)
        return in_clinic if member.is_admin else in_clinic.filter(places__member=member)

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class Team(ClinicOwned):
    name = models.CharField(_("name"), max_length=60)
    # A team that is no longer kept stays in the reports of its time.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", Lower("name"), name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamPlace(ClinicOwned):
    """One member in one team."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="places")
    member = models.ForeignKey(Membership, models.CASCADE, related_name="team_places")

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "team", "member", name="team_place_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
