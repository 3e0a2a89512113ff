"""The trail: who did or read what, and when. Never what it said."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

OPENED, OPENED_WITH_COMMENTS, PRINTED = "opened", "opened with comments", "printed"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, object_id: object) -> Self:
        return self.filter(object_id=object_id)

    def readings(self) -> Self:
        """Those by which somebody came to see something."""
        return self.filter(verb__in=[OPENED, OPENED_WITH_COMMENTS, PRINTED])


class Entry(models.Model):
    """One act or one reading. Written once, never changed."""

    clinic = models.ForeignKey("people.Clinic", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "at"], name="entry_by_time"),
            models.Index(fields=["clinic", "object_id", "at"], name="entry_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"
