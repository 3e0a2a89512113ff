"""Packages: all that is kept of a client, made for whoever may have it; and what left the house."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models import Client
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class Purpose(models.TextChoices):
    ACCESS = "access", _("The client asked what is kept of them")
    ORDER = "order", _("A court or an authority ordered it")


class SubjectPackageQuerySet(models.QuerySet["SubjectPackage"]):
    def visible_to(self, member: Membership) -> Self:
        """All of the clinic for those who run it; for others those about their own clients."""
        here = self.filter(clinic=member.clinic_id)
        return here if member.is_admin else here.filter(client__clinician=member)

    def whole(self) -> Self:
        return self.select_related(
            "client__key", "client__clinic", "client__clinician__user", "author__user"
        )


class SubjectPackage(ClinicOwned):
    """A request for a package. It is made anew whenever it is handed out; no file is kept.

    `author` asked for it.
    """

    class Reflections(models.TextChoices):
        INCLUDE = "include", _("Included")
        WITHHOLD = "withhold", _("Withheld")

    class Ground(models.TextChoices):
        SERIOUS_HARM = "harm", _("Serious harm to somebody is likely, a health professional says")
        NOTES = "notes", _("Psychotherapy notes, which the right of access leaves out (US)")
        OTHERS = "others", _("It would tell about somebody else")

    client = models.ForeignKey(Client, models.CASCADE, related_name="packages")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=6, choices=Purpose)
    asked_at = models.DateTimeField(default=timezone.now)
    # Sealed with the client's key: who gets it, and for an order by what right.
    recipient = SealedField()
    basis = SealedField()
    # The decision of the client's clinician. Until then reflections are left out.
    reflections = models.CharField(max_length=8, choices=Reflections, blank=True)
    ground = models.CharField(max_length=6, choices=Ground, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Of an order: a second person.
    released_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)

    objects = SubjectPackageQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "asked_at"], name="package_by_time")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(reflections="withhold") | ~models.Q(ground=""),
                name="package_withheld_with_a_ground",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True)
                | models.Q(purpose="access")
                | ~models.Q(released_by=models.F("author")),
                name="package_released_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def includes_reflections(self) -> bool:
        return self.reflections == self.Reflections.INCLUDE


class DisclosureQuerySet(models.QuerySet["Disclosure"]):
    def visible_to(self, member: Membership) -> Self:
        here = self.filter(clinic=member.clinic_id).order_by("-handed_at")
        return here if member.is_admin else here.filter(clinician=member)

    def about(self, subject: UUID) -> Self:
        return self.filter(subject=subject).order_by("handed_at")


class Disclosure(ClinicOwned):
    """A line of the register: something left the house. It outlives the client's erasure."""

    class Shape(models.TextChoices):
        JSON = "json", _("JSON file")
        PRINT = "print", _("Pages to print")

    package = models.ForeignKey(
        SubjectPackage, models.SET_NULL, null=True, related_name="disclosures"
    )
    subject = models.UUIDField()
    clinician = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=6, choices=Purpose)
    shape = models.CharField(max_length=5, choices=Shape)
    # Sealed with the clinic's key: the client's may be gone when somebody asks.
    recipient = SealedField()
    with_reflections = models.BooleanField(default=False)
    handed_at = models.DateTimeField(default=timezone.now)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "handed_at"], name="disclosure_by_time")]
        constraints = [*ClinicOwned.Meta.constraints]

    def __str__(self) -> str:
        return str(self.pk)
