"""Erasures: a client's record is asked to go, and goes a week later."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models import ClinicOwned, Membership


class ErasureQuerySet(models.QuerySet["Erasure"]):
    def waiting(self) -> Self:
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True, refused_at__isnull=True)

    def due(self, *, now: datetime) -> Self:
        return self.waiting().filter(due_at__lte=now)

    def about(self, subject: UUID) -> Self:
        return self.filter(subject=subject).order_by("-asked_at")

    def visible_to(self, member: Membership) -> Self:
        """All of the clinic for those who run it; for others those of their own clients."""
        here = self.filter(clinic=member.clinic_id)
        return here if member.is_admin else here.filter(clinician=member)


class Erasure(ClinicOwned):
    """`subject` is the id of a client who, once it is done, is nowhere else."""

    class Ground(models.TextChoices):
        ASKED = "asked", _("The client asked for it")
        CONSENT = "consent", _("Consent was withdrawn")
        NOT_NEEDED = "not_needed", _("It is no longer needed")
        UNLAWFUL = "unlawful", _("It should not have been kept")

    class Refusal(models.TextChoices):
        HOLD = "hold", _("A legal hold stands")
        DUTY = "duty", _("The duty to keep the record runs on")

    subject = models.UUIDField()
    clinician = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    # Somebody who knows the law said that no duty to keep the record stands against it.
    duty_is_over = models.BooleanField(default=False)
    withdrawn_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=4, choices=Refusal, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "subject"], name="erasure_by_subject")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                "clinic",
                "subject",
                condition=models.Q(
                    done_at__isnull=True, withdrawn_at__isnull=True, refused_at__isnull=True
                ),
                name="erasure_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(refused_at__isnull=True, refusal="")
                | (models.Q(refused_at__isnull=False) & ~models.Q(refusal="")),
                name="erasure_refused_with_a_ground",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
