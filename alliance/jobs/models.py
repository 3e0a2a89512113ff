"""When background work last ran."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models


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
