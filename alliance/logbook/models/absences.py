"""Absences: days on which a session was not to be expected, or did not take place."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models.clients import Client
from alliance.people.models import ClinicOwned, Membership

# What is over for longer tells nothing of a gap that reaches until today.
AWAY_SINCE = timedelta(days=366)


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def of_client(self, client: Client) -> Self:
        """A client's absences, the latest first."""
        return self.filter(clinic=client.clinic_id, client=client).order_by("-starts_on")

    def visible_to(self, member: Membership, *, on: date) -> Self:
        seen = Client.objects.visible_to(member, on=on)
        return self.filter(clinic=member.clinic_id, client__in=seen)

    def lately(self, day: date) -> Self:
        """Those that bear on a gap which reaches until `day`."""
        goes_on = models.Q(ends_on__isnull=True) | models.Q(ends_on__gt=day - AWAY_SINCE)
        return self.filter(goes_on, starts_on__lte=day)

    def missed_between(self, earlier: date | models.OuterRef, later: date) -> Self:
        """Sessions that fell out after `earlier` (or the day of an outer row), up to `later`."""
        missed = [Absence.Kind.CANCELLED, Absence.Kind.NO_SHOW]
        return self.filter(kind__in=missed, starts_on__gt=earlier, starts_on__lte=later)


class Absence(ClinicOwned):
    """Why there is no log: one session that fell out, or a time away. Both days count."""

    class Kind(models.TextChoices):
        CANCELLED = "cancelled", _("Cancelled")
        NO_SHOW = "no_show", _("Did not come")
        HOLIDAY = "holiday", _("Holiday")
        PAUSE = "pause", _("Pause")

    client = models.ForeignKey(Client, models.CASCADE, related_name="absences")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind)
    starts_on = models.DateField()
    # Empty: until the next session, whenever that is.
    ends_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(default=timezone.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            # A day has one reason; saying another replaces it.
            models.UniqueConstraint("clinic", "client", "starts_on", name="absence_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="absence_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["holiday", "pause"])
                | models.Q(ends_on=models.F("starts_on")),
                name="absence_of_one_session_is_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_one_session(self) -> bool:
        return self.kind in {self.Kind.CANCELLED, self.Kind.NO_SHOW}
