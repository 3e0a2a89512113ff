"""What supervisors answered on a client's logs since the last session, for the next one's brief."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from alliance.logbook.models import Client, SessionLog
from alliance.logbook.sealing import opened
from alliance.people.models import Membership
from alliance.reviews.models import Comment
from alliance.vault.data_keys import DataKey
from alliance.web.prepared import prepared

MOST_ANSWERS = 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A comment of a supervisor. `number` is of the session that it is about."""

    log_id: UUID
    number: int
    name: str
    text: str


def answers_since(
    last: SessionLog, *, reader: Membership, on: date, key: DataKey
) -> tuple[Answer, ...]:
    """Written after `last` was saved, on a log of its client that `reader` may see; newest first.

    One query. Raises Unreadable.
    """
    return tuple(
        Answer(
            log_id=comment.log_id,
            number=comment.log.number,
            name=comment.author.user.name,
            text=opened(comment, column="text", key=key),
        )
        for comment in _newest(last.client, last.created_at, reader=reader, on=on)
    )


@prepared
def _newest(client: Client, since: datetime, *, reader: Membership, on: date) -> QuerySet[Comment]:
    own = SessionLog.objects.of_client(client).visible_to(reader, on=on)
    comments = Comment.objects.by_supervisors().below_any(own).since(since)
    newest = comments.select_related("log", "author__user").order_by("-written_at", "-pk")
    return newest[:MOST_ANSWERS]
