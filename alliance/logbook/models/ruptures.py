"""Ruptures: a thread opens in one log, goes on in later ones and stays open until it is closed."""

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models.clients import Client
from alliance.logbook.models.logs import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class RuptureQuerySet(models.QuerySet["Rupture"]):
    def of_client(self, client: Client) -> Self:
        return self.kept().filter(clinic=client.clinic_id, client=client)

    def kept(self) -> Self:
        return self.filter(opened_in__trashed_at__isnull=True)

    def visible_to(self, member: Membership, *, on: date) -> Self:
        """Those that began in a log which `member` sees."""
        seen = SessionLog.objects.visible_to(member, on=on)
        return self.filter(clinic=member.clinic_id, opened_in__in=seen)

    def repaired_by(self, member: Membership) -> Self:
        """A clinician's own repairs, the latest first."""
        own = self.kept().filter(
            clinic=member.clinic_id, author=member, client__trashed_at__isnull=True
        )
        repaired = own.filter(status=Rupture.Status.REPAIRED, closed_in__isnull=False)
        return repaired.order_by("-closed_in__held_on", "-pk")

    def unclosed(self, *, or_named: Collection[UUID] = ()) -> Self:
        """Open or partly repaired ones, and those of these ids however they stand."""
        is_unclosed = models.Q(status__in=[Rupture.Status.OPEN, Rupture.Status.PARTLY])
        return self.filter(is_unclosed | models.Q(pk__in=or_named) if or_named else is_unclosed)

    def open_between(self, first: date, last: date) -> Self:
        """Those that were open at some time from the one day to the other."""
        still_open = models.Q(closed_in__isnull=True) | models.Q(closed_in__held_on__gte=first)
        return self.filter(still_open, opened_in__held_on__lte=last)

    def open_before(self, log: SessionLog) -> Self:
        """Those marked before `log` that are open now, or that `log` itself took up."""
        steps = RuptureStep.objects.filter(rupture=models.OuterRef("pk"), log=log)
        return self.filter(
            models.Q(status__in=[Rupture.Status.OPEN, Rupture.Status.PARTLY])
            | models.Exists(steps),
            opened_in__number__lt=log.number,
        )


class Rupture(ClinicOwned):
    """A strain that the clinician marked. `status` is what its last step says."""

    class Kind(models.TextChoices):
        WITHDRAWAL = "withdrawal", _("Moving away")
        CONFRONTATION = "confrontation", _("Moving against")
        MIXED = "mixed", _("Some of each")
        UNSURE = "unsure", _("Hard to say")

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        PARTLY = "partly", _("Partly repaired")
        REPAIRED = "repaired", _("Repaired")
        LET_GO = "let_go", _("Let go")

    client = models.ForeignKey(Client, models.PROTECT, related_name="ruptures")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    opened_in = models.ForeignKey(SessionLog, models.PROTECT, related_name="ruptures_opened")
    closed_in = models.ForeignKey(
        SessionLog, models.SET_NULL, null=True, blank=True, related_name="ruptures_closed"
    )
    kind = models.CharField(max_length=13, choices=Kind)
    status = models.CharField(max_length=8, choices=Status)

    objects = RuptureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "client", "status"], name="rupture_by_status")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(status__in=["open", "partly"], closed_in__isnull=True)
                | models.Q(status__in=["repaired", "let_go"]),
                name="rupture_closed_in_a_log",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_closed(self) -> bool:
        return self.status in {self.Status.REPAIRED, self.Status.LET_GO}


class RuptureStepQuerySet(models.QuerySet["RuptureStep"]):
    def told_in(self, logs: models.QuerySet[SessionLog]) -> Self:
        """What `logs` say, in order."""
        return self.filter(log__in=logs.values("pk")).in_order()

    def kept(self) -> Self:
        return self.filter(log__trashed_at__isnull=True)

    def in_order(self) -> Self:
        """In the order of the sessions."""
        return self.order_by("log__held_on", "log__number", "noted_at")


class RuptureStep(ClinicOwned):
    """What one log says about a rupture. The first step is the one that opened it."""

    rupture = models.ForeignKey(Rupture, models.CASCADE, related_name="steps")
    log = models.ForeignKey(SessionLog, models.PROTECT, related_name="rupture_steps")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Rupture.Status)
    may_have_felt = models.JSONField(default=list, blank=True)
    strand = models.CharField(max_length=6, blank=True)
    noticed_by = models.CharField(max_length=13, blank=True)
    repair_steps = models.JSONField(default=list, blank=True)
    take_to_supervision = models.BooleanField(default=False)
    what_happened = SealedField()
    client_response = SealedField()
    next_step = SealedField()
    noted_at = models.DateTimeField(default=timezone.now)

    objects = RuptureStepQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "rupture", "log", name="rupture_step_once_per_log"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
