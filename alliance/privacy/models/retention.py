"""What the worker took away because its time was over: the run log of retention."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models import ClinicOwned, Membership


class Kind(models.TextChoices):
    """A class of things that are kept for as long as each other."""

    RECORDS = "records", _("Clients’ records")
    REFLECTIONS = "reflections", _("Reflections")
    TRASH = "trash", _("Trash")
    DRAFTS = "drafts", _("Drafts")


class RetentionRunQuerySet(models.QuerySet["RetentionRun"]):
    def visible_to(self, member: Membership) -> Self:
        """For those who run the clinic."""
        here = self.filter(clinic=member.clinic_id).order_by("-ran_at", "kind")
        return here if member.is_admin else here.none()


class RetentionRun(ClinicOwned):
    """How much of one kind was over its time in one clinic, how much went and what a hold kept."""

    kind = models.CharField(max_length=12, choices=Kind)
    ran_at = models.DateTimeField(default=timezone.now)
    is_dry_run = models.BooleanField(default=False)
    due = models.PositiveIntegerField()
    held = models.PositiveIntegerField()
    gone = models.PositiveIntegerField()

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "ran_at"], name="retention_by_time")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(is_dry_run=False) | models.Q(gone=0),
                name="retention_dry_run_takes_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.ran_at:%Y-%m-%d}"
