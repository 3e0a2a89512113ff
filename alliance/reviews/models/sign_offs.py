"""Sign-offs and recommendations: what a supervisor decides about a log."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from alliance.logbook.models import Client, SessionLog
from alliance.people.models import ClinicOwned, Membership

SEASON = timedelta(days=90)


class SignOffQuerySet(models.QuerySet["SignOff"]):
    def given_by(self, member: Membership) -> Self:
        """The latest first. They stay a supervisor's after the supervision ended."""
        own = self.filter(clinic=member.clinic_id, supervisor=member)
        return own.order_by("-signed_at", "-pk")


class SignOff(ClinicOwned):
    """One version of a log, read and signed by one supervisor."""

    log = models.ForeignKey(SessionLog, models.PROTECT, related_name="sign_offs")
    version = models.PositiveIntegerField()
    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "supervisor"], name="sign_off_by_supervisor")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "version", name="sign_off_once_a_version"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def made_to(self, member: Membership) -> Self:
        """Of one's own logs, the latest first."""
        logs = SessionLog.objects.written_by(member)
        own = self.filter(clinic=member.clinic_id, log__in=logs)
        return own.order_by("-made_at", "-pk")

    def about(self, client: Client) -> Self:
        return self.filter(log__client=client)

    def open_on(self, day: date) -> Self:
        """Neither put aside nor older than a season."""
        return self.filter(put_aside_at__isnull=True, made_at__date__gt=day - SEASON)


class Recommendation(ClinicOwned):
    """A guidance card that a supervisor recommends to the author of a log."""

    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="recommendations")
    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    card = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    put_aside_at = models.DateTimeField(null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "card", name="recommended_once_per_log"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
