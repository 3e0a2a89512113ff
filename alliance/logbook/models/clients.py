"""Clients: a code that one clinician chose, never a name."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.people.models import Clinic, ClinicOwned, Membership, Supervision
from alliance.vault.data_keys import CLIENT_TEXTS
from alliance.vault.fields import WrappedKeyField

CODE_LENGTH = 20


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, member: Membership, *, on: date) -> Self:
        """One's own clients, and those of trainees whom one supervises on that day."""
        read = Supervision.objects.read_by(member, on=on)
        supervised = read.filter(trainee=models.OuterRef("clinician"))
        return self.filter(
            models.Q(clinician=member) | models.Exists(supervised),
            clinic=member.clinic_id,
            trashed_at__isnull=True,
        )

    def of_clinician(self, member: Membership) -> Self:
        """One's own, the trash left out: the clients one may write about."""
        return self.filter(clinic=member.clinic_id, clinician=member, trashed_at__isnull=True)

    def answered_by(self, member: Membership) -> Self:
        """Those about whom `member` answers requests: their own, or the whole clinic's for those
        who run it; the trash too. Never a reason to show what a client's record holds.
        """
        here = self.filter(clinic=member.clinic_id)
        return here if member.is_admin else here.filter(clinician=member)

    def kept(self) -> Self:
        return self.filter(trashed_at__isnull=True)

    def trashed_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, clinician=member, trashed_at__isnull=False)

    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def coded(self, code: str) -> Self:
        return self.filter(code__iexact=code)

    def trashed_before(self, moment: object) -> Self:
        return self.filter(trashed_at__lt=moment)


class Client(ClinicOwned):
    """A pseudonymous code. Who it stands for is written nowhere in Alliance."""

    class ClosingReason(models.TextChoices):
        COMPLETED = "completed", _("Completed")
        DROPPED_OUT = "dropped_out", _("Dropped out")
        REFERRED_ON = "referred_on", _("Referred on")
        HANDED_OVER = "handed_over", _("Handed over")

    clinician = models.ForeignKey(Membership, models.PROTECT, related_name="clients")
    code = models.CharField(_("code"), max_length=CODE_LENGTH)
    started_on = models.DateField(_("first seen on"))
    sessions_before = models.PositiveSmallIntegerField(_("sessions before Alliance"), default=0)
    contexts = models.JSONField(default=list, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closing_reason = models.CharField(max_length=12, choices=ClosingReason, blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Where the baseline starts, frozen at the first session: an input to every rebuild.
    prior = models.JSONField(null=True, blank=True)
    # What the baseline has learned so far: an input to the prior of the clinician's next client.
    learned = models.JSONField(null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "clinician", "closed_on"], name="client_caseload")
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "clinician", Upper("code"), name="client_code_once"),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, closing_reason="")
                | (models.Q(closed_on__isnull=False) & ~models.Q(closing_reason="")),
                name="client_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def is_handed_over(self) -> bool:
        """To a colleague here, who goes on with a record of their own."""
        return self.closing_reason == self.ClosingReason.HANDED_OVER


class ClientKey(models.Model):
    """The wrapped data key of one client. Without this row their texts can't be read by anyone."""

    client = models.OneToOneField(Client, models.CASCADE, primary_key=True, related_name="key")
    clinic = models.ForeignKey(Clinic, models.PROTECT, related_name="+")
    wrapped = WrappedKeyField(purpose=CLIENT_TEXTS)

    def __str__(self) -> str:
        return str(self.pk)
