"""Exports: reports and documents that somebody asked for, and the sealed files they become.
Monthly figures: what is told of a clinic's months.
"""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.jobs.models import Job, JobQuerySet
from alliance.people.models import Clinic, ClinicOwned, Membership
from alliance.vault.data_keys import EXPORT_FILES
from alliance.vault.fields import SealedField, WrappedKeyField

# What the trail says when nothing of a client is to stay, in files either.
ERASED = "erased"


class ExportQuerySet(JobQuerySet["Export"]):
    def visible_to(self, member: Membership) -> Self:
        """One's own only, also for an admin: nobody fetches what another asked for."""
        return self.filter(clinic=member.clinic_id, author=member)

    def decided_by(self, member: Membership) -> Self:
        """Those that wait for a second person, and `member` may be the one."""
        if not member.is_admin:
            return self.none()
        held = self.filter(clinic=member.clinic_id, state=Job.State.HELD)
        return held.exclude(author=member)

    def submitted_as(self, submission: object, *, by: Membership) -> Self:
        return self.filter(clinic=by.clinic_id, author=by, submission=submission)

    def with_file(self) -> Self:
        return self.filter(state=Job.State.DONE, removed_at__isnull=True)

    def outlived(self, *, now: datetime) -> Self:
        """Those whose file is to go: it had its time, or a client was erased since it was begun."""
        erased = Entry.objects.filter(
            clinic=models.OuterRef("clinic"), verb=ERASED, at__gte=models.OuterRef("started_at")
        )
        is_over = Q(expires_at__lte=now) | models.Exists(erased)
        return self.with_file().filter(is_over)

    def with_old_upload(self, *, now: datetime) -> Self:
        """Those whose sent file is of no use any more: read, or left for a day after a failure."""
        over = Q(state=Job.State.DONE) | Q(finished_at__lte=now - timedelta(days=1))
        return self.filter(over).exclude(upload="")

    def told_since(self, moment: datetime) -> Self:
        """What the list of exports still tells: under way, to be downloaded, or lately over."""
        return self.filter(
            Q(state__in=[Job.State.HELD, Job.State.QUEUED, Job.State.RUNNING])
            | Q(finished_at__gte=moment)
        ).order_by("-queued_at", "-pk")


class Export(Job, ClinicOwned):
    """One report that `author` asked for. Only they fetch it, and only while they may."""

    author = models.ForeignKey(Membership, models.PROTECT, related_name="exports")
    # The name of its kind, and what the form said: codes, ids, days, the name of a trainee.
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    # What it is for, in the words of whoever asked.
    purpose = SealedField()
    submission = models.UUIDField()
    # The day it was asked for, where the clinic is: "today" of all that it says.
    asked_on = models.DateField()
    # A second person's decision, where the clinic wants one.
    approver = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # The sealed file: its name in the folder, its size unsealed, and the key that opens it.
    file = models.CharField(max_length=80, blank=True)
    file_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    # How old the newest row of the standby was that it was read from; none if read at home.
    read_behind_seconds = models.PositiveIntegerField(null=True, blank=True)
    wrapped = WrappedKeyField(purpose=EXPORT_FILES, null=True, blank=True)
    # The same of a file that was sent along with the order; it goes when it was read.
    upload = models.CharField(max_length=80, blank=True)
    upload_wrapped = WrappedKeyField(purpose=EXPORT_FILES, null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "author", "queued_at"], name="export_by_author"),
            models.Index(
                fields=["state", "queued_at"],
                name="export_queue",
                condition=Q(state__in=["held", "queued", "running"]),
            ),
        ]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "submission", name="export_asked_once"),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(removed_at__isnull=False)
                | (Q(wrapped__isnull=False) & ~Q(file="")),
                name="export_done_with_a_file",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=models.F("author")),
                name="export_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_file(self) -> bool:
        return self.state == Job.State.DONE and self.removed_at is None


class MonthlyFiguresQuerySet(models.QuerySet["MonthlyFigures"]):
    def of_clinic(self, clinic: Clinic) -> Self:
        return self.filter(clinic=clinic).order_by("month")

    def visible_to(self, member: Membership) -> Self:
        """The clinic's figures are its admins'."""
        rows = self.filter(clinic=member.clinic_id)
        return rows.order_by("month") if member.is_admin else rows.none()

    def between(self, first: date, last: date) -> Self:
        return self.filter(month__gte=first, month__lte=last)


class MonthlyFigures(ClinicOwned):
    """The figures of one month of a clinic as they were published: small groups are not in it.

    Written once and never changed, so that no two versions can be compared (decision 15).
    """

    month = models.DateField()
    # What trends.published_month tells: rounded counts, null where one is hidden.
    figures = models.JSONField()
    published_at = models.DateTimeField(default=timezone.now)

    objects = MonthlyFiguresQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "month", name="figures_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="figures_of_a_whole_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class StandingOrderQuerySet(models.QuerySet["StandingOrder"]):
    def of_member(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, author=member)

    def due(self, month: date) -> Self:
        """Those of people who are still here that have not had this month yet."""
        here = self.filter(author__deactivated_at__isnull=True, author__user__is_active=True)
        return here.filter(last_month__lt=month)


class StandingOrder(ClinicOwned):
    """A report that `author` wants each month, once the month is told."""

    author = models.ForeignKey(Membership, models.CASCADE, related_name="standing_orders")
    kind = models.CharField(max_length=40)
    # The last month it was asked for, or that was told when it began.
    last_month = models.DateField()
    ordered_at = models.DateTimeField(default=timezone.now)

    objects = StandingOrderQuerySet.as_manager()

    class Meta:
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "kind", name="standing_order_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
