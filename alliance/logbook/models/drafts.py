"""Drafts: a form half filled. Unfinished work is not yet a record; only its author sees it."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils import timezone

from alliance.logbook.models.clients import Client
from alliance.logbook.models.logs import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


class DraftQuerySet(models.QuerySet["Draft"]):
    def written_by(self, member: Membership) -> Self:
        """What is about to become a log. One that changes a log in the trash waits with it."""
        own = self.filter(clinic=member.clinic_id, author=member, client__trashed_at__isnull=True)
        return own.filter(log__trashed_at__isnull=True)

    def of_new_log(self, client: Client) -> Self:
        """Begun for a log of this client that does not exist yet, the latest first."""
        return self.filter(client=client, log__isnull=True).order_by("-saved_at")

    def submitted_as(self, submission: UUID, *, by: Membership) -> Self:
        return self.filter(clinic=by.clinic_id, author=by, submission=submission)


class Draft(ClinicOwned):
    """What stands on the form that carries this `submission`, sealed with the client's key."""

    author = models.ForeignKey(Membership, models.PROTECT, related_name="drafts")
    client = models.ForeignKey(Client, models.CASCADE, related_name="drafts")
    # Set when an existing log is being changed.
    log = models.ForeignKey(SessionLog, models.CASCADE, null=True, related_name="drafts")
    submission = models.UUIDField()
    held_on = models.DateField(null=True, blank=True)
    answered = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    # JSON of the posted fields: name → list of values.
    content = SealedField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "author", "saved_at"], name="draft_by_author")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "submission", name="draft_once_per_form"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
