"""Who may read in somebody's absence: an executor named in advance, or a lead for a day."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class WillQuerySet(models.QuerySet["Will"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at__isnull=True)

    def of_author(self, member: Membership) -> Self:
        return self.standing().filter(clinic=member.clinic_id, author=member)

    def naming(self, member: Membership) -> Self:
        """Those that name `member` as executor."""
        return self.standing().filter(clinic=member.clinic_id, executor=member)


class Will(ClinicOwned):
    """A clinical will: whom its author lets in, after how many days, and to what."""

    author = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    executor = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    wait_days = models.PositiveSmallIntegerField(default=7)
    # Chosen in writing beforehand, or never.
    with_reflections = models.BooleanField(default=False)
    named_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = WillQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                "clinic",
                "author",
                condition=models.Q(withdrawn_at__isnull=True),
                name="will_one_stands",
            ),
            models.CheckConstraint(
                condition=~models.Q(author=models.F("executor")), name="will_names_someone_else"
            ),
            models.CheckConstraint(
                condition=models.Q(wait_days__gte=1, wait_days__lte=30), name="will_waits_1_to_30"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LeadQuerySet(models.QuerySet["Lead"]):
    def standing(self, member: Membership) -> Self:
        """Those of the clinic of `member`."""
        return self.filter(clinic=member.clinic_id, ended_at__isnull=True)


class Lead(ClinicOwned):
    """A clinical lead. Breaking the glass is on once two of them have said so."""

    member = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    named_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    named_at = models.DateTimeField(default=timezone.now)
    switched_on_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                "clinic",
                "member",
                condition=models.Q(ended_at__isnull=True),
                name="lead_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def open_to(self, member: Membership, *, now: datetime) -> Self:
        """Those by which `member` reads at this moment."""
        return self.open(now=now).filter(clinic=member.clinic_id, reader=member)

    def open(self, *, now: datetime) -> Self:
        is_on = models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=now)
        return self.filter(is_on, opens_at__lte=now, ended_at__isnull=True)

    def visible_to(self, member: Membership) -> Self:
        """To the author, the reader, and those who run the clinic."""
        here = self.filter(clinic=member.clinic_id)
        if member.is_admin:
            return here
        return here.filter(models.Q(author=member) | models.Q(reader=member))


class EmergencyAccess(ClinicOwned):
    """`reader` reads the structured logs of `author`, from `opens_at` on."""

    class Kind(models.TextChoices):
        EXECUTOR = "executor", _("Executor")
        LEAD = "lead", _("Break-glass")

    kind = models.CharField(max_length=8, choices=Kind)
    author = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    reader = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    # Why; sealed with the clinic's key.
    reason = SealedField()
    with_reflections = models.BooleanField(default=False)
    asked_at = models.DateTimeField(default=timezone.now)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    review_due_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = SealedField()

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "emergency accesses"
        indexes = [models.Index(fields=["clinic", "reader"], name="emergency_by_reader")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.CheckConstraint(
                condition=~models.Q(author=models.F("reader")), name="emergency_of_someone_else"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="executor") | models.Q(with_reflections=False),
                name="emergency_lead_no_reflections",
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("reader")),
                name="emergency_reviewed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
