"""The trail: who did or read what, and when. Never what it said."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils import timezone

OPENED, OPENED_WITH_COMMENTS, PRINTED = "opened", "opened with comments", "printed"

NOBODYS = UUID(int=0)


class EntryQuerySet(models.QuerySet["Entry"]):
    def unlinked(self) -> Self:
        """Not yet part of the chain, in the order in which they came."""
        return self.filter(link__isnull=True).order_by("pk")

    def trail_of(self, clinic_id: object) -> Self:
        """The latest first."""
        return self.filter(clinic=clinic_id).order_by("-at", "-pk")

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
    # What they were there: clinician, supervisor, admin.
    role = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    # The same for all that one request did, and in the server's log.
    request_id = models.CharField(max_length=32, blank=True)
    # Why, where somebody has to choose: a code. What they typed is sealed with the object.
    reason = models.CharField(max_length=200, blank=True)
    # Of a command or the worker: whose account on the server it ran in.
    os_user = models.CharField(max_length=40, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["clinic", "at"], name="entry_by_time"),
            models.Index(fields=["clinic", "object_id", "at"], name="entry_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"


class LinkQuerySet(models.QuerySet["Link"]):
    def of_chain(self, chain: UUID) -> Self:
        return self.filter(chain=chain).order_by("number")


class Link(models.Model):
    """An entry's place in its clinic's chain. Written by the worker, and never changed.

    `hash` covers the entry and the hash before it, so whoever changes, removes or inserts an entry
    would have to write all later links anew, and the checkpoints outside the database with them.
    """

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="link")
    # The clinic; NOBODYS for entries of none.
    chain = models.UUIDField()
    number = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)
    linked_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("chain", "number", name="link_once_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}"
