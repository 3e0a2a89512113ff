"""Session logs: one clinician's record of one session with one client."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models.clients import Client
from alliance.people.models import ClinicOwned, Membership, Supervision
from alliance.vault.fields import SealedField


def _is_supervised(member: Membership, *, on: date) -> models.Q:
    read = Supervision.objects.read_by(member, on=on).filter(trainee=models.OuterRef("author"))
    return _is_within(read, on=on)


def _is_let_go(*, on: date) -> models.Q:
    return models.Q(held_back_until__isnull=True) | models.Q(held_back_until__lte=on)


def _is_within(supervisions: models.QuerySet[Supervision], *, on: date) -> models.Q:
    """Of sessions held since the supervision began, or shown one by one; not held back."""
    shown = models.Exists(
        SharedLog.objects.filter(
            log=models.OuterRef(models.OuterRef("pk")), supervisor=models.OuterRef("supervisor")
        )
    )
    began = models.Q(starts_on__lte=models.OuterRef("held_on"))
    covering = models.Exists(supervisions.filter(began | models.Q(shown)))
    return models.Q(covering) & _is_let_go(on=on)


def _is_covered(supervisions: Collection[Supervision]) -> models.Q:
    """The same said of rows at hand: flat, for a list that is asked for more than once."""
    trainees: dict[UUID, list[UUID]] = {}
    covered = models.Q(pk__in=[])
    for row in supervisions:
        trainees.setdefault(row.supervisor_id, []).append(row.trainee_id)
        covered |= models.Q(author=row.trainee_id, held_on__gte=row.starts_on)
    for supervisor_id, authors in trainees.items():
        shown = SharedLog.objects.filter(log=models.OuterRef("pk"), supervisor=supervisor_id)
        covered |= models.Q(models.Exists(shown), author__in=authors)
    return covered


class SessionLogQuerySet(models.QuerySet["SessionLog"]):
    def kept(self) -> Self:
        return self.filter(trashed_at__isnull=True, client__trashed_at__isnull=True)

    def visible_to(self, member: Membership, *, on: date) -> Self:
        """One's own logs, and those of trainees that one may read on that day."""
        return self.kept().filter(
            models.Q(author=member) | _is_supervised(member, on=on), clinic=member.clinic_id
        )

    def course_of(self, trainee: Membership, *, reader: Membership, on: date) -> Self:
        """A trainee's logs as the page of their course tells them.

        For a supervisor those they may review; for the trainee those that any supervisor may.
        """
        if reader.pk != trainee.pk:
            return self.under_review_by(reader, on=on).filter(author=trainee)
        running = Supervision.objects.running_on(on).filter(trainee=trainee)
        return self.kept().filter(
            _is_within(running, on=on), clinic=trainee.clinic_id, author=trainee
        )

    def under_review_by(self, member: Membership, *, on: date) -> Self:
        """Trainees' logs that `member` may read and review on that day; never one's own."""
        return self.kept().filter(_is_supervised(member, on=on), clinic=member.clinic_id)

    def read_through(self, supervisions: Collection[Supervision], *, on: date) -> Self:
        """Trainees' logs that these supervisions open on that day, as `under_review_by` has it.

        `supervisions`: those that are `read_by` somebody, fetched.
        """
        clinics = {row.clinic_id for row in supervisions}
        # Said once more, for the index: or every log of the clinic is looked at.
        authors = {row.trainee_id for row in supervisions}
        return self.kept().filter(
            _is_covered(supervisions), _is_let_go(on=on), clinic__in=clinics, author__in=authors
        )

    def written_by(self, member: Membership) -> Self:
        """One's own, the trash left out: the logs one may change."""
        return self.kept().filter(clinic=member.clinic_id, author=member)

    def with_id(self, log_id: UUID) -> Self:
        return self.filter(pk=log_id)

    def trashed_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, author=member, trashed_at__isnull=False)

    def of_client(self, client: Client) -> Self:
        """A client's logs in the order of their sessions, the trash left out."""
        return self.kept().filter(clinic=client.clinic_id, client=client).in_order()

    def up_to(self, log: "SessionLog") -> Self:
        """Those of its client until this session, in their order."""
        of_client = self.kept().filter(clinic=log.clinic_id, client=log.client_id)
        return of_client.filter(number__lte=log.number).in_order()

    def in_order(self) -> Self:
        return self.order_by("held_on", models.F("started_at").asc(nulls_first=True), "id")

    def submitted_as(self, submission: UUID, *, by: Membership) -> Self:
        return self.filter(clinic=by.clinic_id, author=by, submission=submission)

    def trashed_before(self, moment: datetime) -> Self:
        return self.filter(trashed_at__lt=moment)


class SessionLog(ClinicOwned):
    class Setting(models.TextChoices):
        IN_PERSON = "in_person", _("in person")
        VIDEO = "video", _("by video")
        PHONE = "phone", _("by phone")

    class IntentionOutcome(models.TextChoices):
        YES = "yes", _("Yes")
        IN_PART = "in_part", _("In part")
        NO = "no", _("No")
        NO_LONGER_FITTED = "no_longer_fitted", _("It no longer fitted")

    client = models.ForeignKey(Client, models.PROTECT, related_name="logs")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="logs")
    held_on = models.DateField()
    started_at = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField()
    setting = models.CharField(max_length=9, choices=Setting)
    form = models.CharField(max_length=4, choices=Membership.LogForm)
    edition = models.PositiveSmallIntegerField()
    contexts = models.JSONField(default=list, blank=True)
    # Item id → 1…5, "unsure" or "na"; an item that was not answered is absent.
    ratings = models.JSONField(default=dict, blank=True)
    shared_note = SealedField()
    # A moment that its author wants to talk about, and the question that goes with it.
    for_supervision = models.BooleanField(default=False)
    supervision_question = SealedField()
    # No supervisor sees the log before this day; from it on, its structured parts.
    held_back_until = models.DateField(null=True, blank=True)
    intention = SealedField()
    intention_card = models.CharField(max_length=60, blank=True)
    last_intention = models.CharField(max_length=16, choices=IntentionOutcome, blank=True)
    version = models.PositiveIntegerField(default=1)
    submission = models.UUIDField()
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    trashed_at = models.DateTimeField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_version = models.PositiveIntegerField(null=True, blank=True)
    # How keenly signals were looked for when the session was logged: an input to every rebuild.
    sensitivity = models.CharField(
        max_length=5, choices=Membership.Sensitivity, default=Membership.Sensitivity.USUAL
    )
    # What follows from the ratings, kept so that lists needn't count; a rebuild makes it anew.
    number = models.PositiveIntegerField(default=1)
    score = models.FloatField(null=True, blank=True)
    range_low = models.FloatField(null=True, blank=True)
    range_high = models.FloatField(null=True, blank=True)
    # Domain id → [score, usual low | null, usual high | null], 0–100.
    domain_readings = models.JSONField(default=dict, blank=True)

    objects = SessionLogQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "client", "held_on"], name="log_by_session"),
            models.Index(fields=["clinic", "author", "held_on"], name="log_by_author"),
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "submission", name="log_submitted_once"),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=100),
                name="log_score_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__gte=1, minutes__lte=600), name="log_minutes_1_to_600"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_signed_off(self) -> bool:
        return self.signed_off_at is not None


class SharedLog(ClinicOwned):
    """A log from before a supervision began, which its author shows to that supervisor."""

    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="shares")
    supervisor = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "supervisor", name="log_shared_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LogVersion(ClinicOwned):
    """How a log read before a change: all of it, sealed, but the reflection."""

    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="versions")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    # JSON of what stood on the form.
    content = SealedField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "log", "version", name="log_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.log_id} version {self.version}"
