"""Teams: members of one clinic grouped for reports."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from alliance.people.models.clinics import ClinicOwned
from alliance.people.models.memberships import Membership


class Team(ClinicOwned):
    name = models.CharField(_("name"), max_length=60)
    # A team that is no longer kept stays in the reports of its time.
    closed_at = models.DateTimeField(null=True, blank=True)

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
