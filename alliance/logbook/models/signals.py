"""Signals: plain-language observations that `trends` computed from a client's series."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models.clients import Client
from alliance.logbook.models.logs import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class SignalQuerySet(models.QuerySet["Signal"]):
    def of_client(self, client: Client) -> Self:
        return self.filter(clinic=client.clinic_id, client=client)

    def current(self) -> Self:
        return self.filter(is_current=True, log__trashed_at__isnull=True)

    def unanswered(self) -> Self:
        return self.current().filter(answer="")

    def due(self) -> Self:
        """Those that wait for an answer: never given, or put off until a session that is over."""
        return self.current().with_due().filter(is_due=True)

    def with_due(self) -> Self:
        """Each with `is_due`: whether it waits for an answer."""
        later = SessionLog.objects.kept().filter(
            clinic=models.OuterRef("clinic"),
            client=models.OuterRef("client"),
            number__gt=models.OuterRef("log__number"),
            created_at__gt=models.OuterRef("answered_at"),
        )
        waits = models.Q(answer="") | (
            models.Q(answer=Signal.Answer.REMIND) & models.Q(models.Exists(later))
        )
        return self.annotate(
            is_due=models.ExpressionWrapper(waits, output_field=models.BooleanField())
        )

    def visible_to(self, member: Membership, *, on: date) -> Self:
        """Current ones of the logs that `member` sees."""
        seen = SessionLog.objects.visible_to(member, on=on)
        return self.current().filter(clinic=member.clinic_id, log__in=seen)


class Signal(ClinicOwned):
    class Kind(models.TextChoices):
        DROP = "drop", _("Drop")
        RECOVERY = "recovery", _("Recovery")
        DECLINE = "decline", _("Decline")
        IMPROVEMENT = "improvement", _("Improvement")
        LOW_DOMAIN = "low_domain", _("Low domain")
        FLAT = "flat", _("Flat")

    class Answer(models.TextChoices):
        MAKES_SENSE = "makes_sense", _("Makes sense")
        NOT_THIS_TIME = "not_this_time", _("Not this time")
        REMIND = "remind", _("Remind me after the next session")
        NOT_A_RUPTURE = "not_a_rupture", _("Not a rupture")
        RUPTURE = "rupture", _("Marked as a rupture")

    client = models.ForeignKey(Client, models.CASCADE, related_name="signals")
    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="signals")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    # The domain of a low domain; empty for the others.
    domain = models.CharField(max_length=20, blank=True)
    # The numbers that went in, so that the rule can be shown with them.
    numbers = models.JSONField(default=dict, blank=True)
    # An answered signal that no longer holds is kept out of sight: should it hold again after
    # another change, its answer is still there.
    is_current = models.BooleanField(default=True)
    answer = models.CharField(max_length=13, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_note = SealedField()

    objects = SignalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "client", "answer"], name="signal_by_client")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "kind", "domain", name="signal_once_per_log"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def answers_offered(self) -> list[Answer]:
        """What may be said of it. Only a drop can be a rupture."""
        answer = self.Answer
        plain = [answer.MAKES_SENSE, answer.NOT_THIS_TIME, answer.REMIND]
        return [*plain, answer.NOT_A_RUPTURE, answer.RUPTURE] if self.is_drop else plain

    @property
    def is_drop(self) -> bool:
        return self.kind == self.Kind.DROP
