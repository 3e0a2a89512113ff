"""The agenda of a supervision, and a short log of each session of it. Private to the two."""

from typing import Self

from django.db import models
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class PairQuerySet[Row: models.Model](models.QuerySet[Row]):
    def between(self, supervisor: Membership, trainee: Membership) -> Self:
        return self.filter(clinic=trainee.clinic_id, supervisor=supervisor, trainee=trainee)

    def involving(self, member: Membership) -> Self:
        either = models.Q(supervisor=member) | models.Q(trainee=member)
        return self.filter(either, clinic=member.clinic_id)


class AgendaItemQuerySet(PairQuerySet["AgendaItem"]):
    def open(self) -> Self:
        return self.filter(ticked_at__isnull=True)

    def put_by_or_for(self, supervisor: Membership) -> Self:
        """On a supervisor's own agendas, or put on another's while standing in for them."""
        either = models.Q(supervisor=supervisor) | models.Q(author=supervisor)
        return self.filter(either, clinic=supervisor.clinic_id)


class AgendaItem(ClinicOwned):
    """Something to talk about, put there by either side. Words are sealed with the clinic's key."""

    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    trainee = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    log = models.ForeignKey(
        SessionLog, models.CASCADE, null=True, blank=True, related_name="agenda_items"
    )
    submission = models.UUIDField()
    text = SealedField()
    agreed = SealedField()
    put_at = models.DateTimeField(default=timezone.now)
    ticked_at = models.DateTimeField(null=True, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "supervisor", "trainee"], name="agenda_of_a_pair")
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "submission", name="agenda_item_once"),
            models.UniqueConstraint(
                fields=["clinic", "supervisor", "log"],
                condition=models.Q(ticked_at__isnull=True),
                name="agenda_log_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SupervisionSessionQuerySet(PairQuerySet["SupervisionSession"]):
    pass


class SupervisionSession(ClinicOwned):
    """One side's short log of one session of supervision, with the domains of the checklist."""

    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    trainee = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    submission = models.UUIDField()
    held_on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField()
    # Domain id → 1…5.
    ratings = models.JSONField(default=dict, blank=True)
    note = SealedField()
    written_at = models.DateTimeField(default=timezone.now)

    objects = SupervisionSessionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["clinic", "supervisor", "trainee", "held_on"],
                name="supervision_session_of_a_pair",
            )
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint(
                "clinic", "author", "submission", name="supervision_session_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
