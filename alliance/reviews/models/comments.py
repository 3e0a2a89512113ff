"""Comments: what author and supervisors say to each other below a log."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from alliance.audit.models import OPENED_WITH_COMMENTS, Entry
from alliance.logbook.models import SessionLog
from alliance.people.models import ClinicOwned, Membership
from alliance.vault.fields import SealedField


def _was_opened_by(member: Membership, *, before: datetime | None = None) -> models.Exists:
    opened = Entry.objects.filter(
        clinic=models.OuterRef("clinic"),
        object_id=models.OuterRef("log"),
        user=member.user_id,
        verb=OPENED_WITH_COMMENTS,
        at__gte=models.OuterRef("written_at"),
    )
    return models.Exists(opened.filter(at__lt=before) if before is not None else opened)


class CommentQuerySet(models.QuerySet["Comment"]):
    def below(self, log: SessionLog) -> Self:
        """In the order in which they were written."""
        return self.filter(clinic=log.clinic_id, log=log).order_by("written_at", "pk")

    def below_any(self, logs: models.QuerySet[SessionLog]) -> Self:
        return self.filter(log__in=logs.order_by().values("pk"))

    def by_supervisors(self) -> Self:
        """By others than the log's author."""
        return self.exclude(author=models.F("log__author"))

    def since(self, moment: datetime) -> Self:
        return self.filter(written_at__gt=moment)

    def written_by(self, member: Membership) -> Self:
        return self.filter(clinic=member.clinic_id, author=member)

    def unread_by(self, member: Membership) -> Self:
        """By others, that `member` has not opened since, as the trail has it."""
        others = self.filter(clinic=member.clinic_id).exclude(author=member)
        return others.filter(~_was_opened_by(member))

    def with_unread(self, member: Membership, *, before: datetime) -> Self:
        """Each with `is_unread`: by somebody else, and not opened by `member` until `before`."""
        is_unread = models.When(
            ~models.Q(author=member) & ~_was_opened_by(member, before=before), then=True
        )
        return self.annotate(is_unread=models.Case(is_unread, default=False))


class Comment(ClinicOwned):
    """Sealed with the key of the log's client. One form makes one comment."""

    # What is sealed anew when the log turns out to be about another client.
    sealed_for_client = ("text",)

    log = models.ForeignKey(SessionLog, models.CASCADE, related_name="comments")
    author = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    submission = models.UUIDField()
    text = SealedField()
    written_at = models.DateTimeField(default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clinic", "log", "written_at"], name="comment_by_log")]
        constraints = [
            *ClinicOwned.Meta.constraints,
            models.UniqueConstraint("clinic", "author", "submission", name="comment_sent_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
