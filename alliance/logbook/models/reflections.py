"""Reflections: private free text. A table of its own, so that reports can be kept from it."""

from typing import Self

from django.db import models

from alliance.logbook.models.logs import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def of_author(self, member: Membership) -> Self:
        """The only way to a reflection. There is no `visible_to`: nobody else may."""
        return self.filter(clinic=member.clinic_id, author=member)


class Reflection(ClinicOwned):
    log = models.OneToOneField(SessionLog, models.CASCADE, related_name="reflection")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    text = SealedField()

    objects = ReflectionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class ReflectionVersion(ClinicOwned):
    """How a reflection read before a change, kept for its author."""

    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="reflection_versions")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    text = SealedField()

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "version", name="reflection_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} version {self.version}"
