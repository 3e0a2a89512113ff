"""What supervisors answered on a client's logs since the last session, for the next one's brief."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from alliance.logbook.models import SessionLog
from alliance.logbook.sealing import opened
from alliance.reviews.models import Comment
from alliance.vault.data_keys import DataKey

MOST_ANSWERS = 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A comment of a supervisor. `number` is of the session that it is about."""

    log_id: UUID
    number: int
    name: str
    text: str


def answers_since(
    last: SessionLog, *, visible: QuerySet[SessionLog], key: DataKey
) -> tuple[Answer, ...]:
    """Written after `last` was saved, on it or an earlier log that is `visible`; the newest first.

    One query. Raises Unreadable.
    """
    own = visible.filter(client=last.client_id)
    comments = Comment.objects.by_supervisors().below_any(own).since(last.created_at)
    newest = comments.select_related("log", "author__user").order_by("-written_at", "-pk")
    return tuple(
        Answer(
            log_id=comment.log_id,
            number=comment.log.number,
            name=comment.author.user.name,
            text=opened(comment, column="text", key=key),
        )
        for comment in newest[:MOST_ANSWERS]
    )
