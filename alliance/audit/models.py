"""The trail: who did or read what, and when. Never what it said."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

OPENED, OPENED_WITH_COMMENTS, PRINTED = "opened", "opened with comments", "printed"


class EntryQuerySet(models.QuerySet["Entry"]):
    def about(self, object_id: object) -> Self:
        return self.filter(object_id=object_id)

    def of_clinic(self, clinic_id: object, *, since: datetime) -> Self:
        return self.filter(clinic=clinic_id, at__gte=since)

    def busy(self, verbs: Collection[str], object_type: str, *, above: int) -> list[Any]:
        """Users who did one of these to more than `above` different objects of that type."""
        done = self.filter(verb__in=verbs, object_type=object_type, user__isnull=False)
        counted = done.values("user").annotate(many=models.Count("object_id", distinct=True))
        return list(counted.filter(many__gt=above).values_list("user", flat=True).order_by("user"))

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
