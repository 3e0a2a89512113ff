"""When background work last ran, and what a piece of work that somebody asked for is."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RunQuerySet(models.QuerySet["Run"]):
    def due(self, *, now: datetime, every: timedelta, again_after: timedelta) -> Self:
        """Never started; finished and `every` ago; broken off; or started by a wrong clock."""
        return self.filter(
            models.Q(started_at__isnull=True)
            | models.Q(finished_at__isnull=False, started_at__lte=now - every)
            | models.Q(finished_at__isnull=True, started_at__lte=now - again_after)
            | models.Q(started_at__gt=now + again_after)
        )


class Run(models.Model):
    """One kind of work: when it was last begun, and whether that came to its end."""

    name = models.CharField(primary_key=True, max_length=40)
    started_at = models.DateTimeField(null=True)
    # Empty while it runs, and for good if it failed or its worker was killed.
    finished_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class JobQuerySet[Row: models.Model](models.QuerySet[Row]):
    def queued(self) -> Self:
        """Those that a worker may take, the longest waiting first."""
        return self.filter(state=Job.State.QUEUED).order_by("queued_at", "pk")

    def lost(self, *, now: datetime) -> Self:
        """Those whose worker no longer says that it is there."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now)

    def under_way(self) -> Self:
        """Those that may still come to something."""
        return self.filter(state__in=[Job.State.HELD, Job.State.QUEUED, Job.State.RUNNING])


class Job(models.Model):
    """Work that somebody asked for and that a worker does: the columns of a row in the queue.

    A worker owns a job while it holds its `lease`. Whatever it writes about the job is written
    only if the lease is still the one it took, so one that was given up for dead changes nothing.
    """

    class State(models.TextChoices):
        HELD = "held", _("Waiting for approval")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Stopped")

    state = models.CharField(max_length=9, choices=State, default=State.QUEUED)
    rows_done = models.PositiveIntegerField(default=0)
    # Unknown until it was counted.
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    # How often a worker began it.
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)
    # Put off at each heartbeat.
    lease_until = models.DateTimeField(null=True, blank=True)
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Why it failed, in a code; never what an error said.
    failure = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.HELD, self.State.QUEUED, self.State.RUNNING}
