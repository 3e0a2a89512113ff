"""What stays a supervisor's own after a supervision ended."""

from dataclasses import dataclass
from datetime import datetime

from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.reviews.models import Comment, SignOff

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A sign-off without anything of the client: whose log, and when."""

    trainee: str
    signed_at: datetime


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    trainee: str
    text: str
    written_at: datetime


@dataclass(frozen=True, kw_only=True)
class Past:
    signed: tuple[Signed, ...]
    said: tuple[OwnWords, ...]


def past(supervisor: Membership) -> Past:
    """The latest sign-offs and own comments. Two queries. Raises Unreadable."""
    signed = SignOff.objects.given_by(supervisor).values_list(
        "log__author__user__name", "signed_at"
    )
    own = Comment.objects.written_by(supervisor).exclude(log__author=supervisor)
    said = own.select_related("log__author__user", "log__client__key").order_by("-written_at")
    return Past(
        signed=tuple(Signed(trainee=name, signed_at=at) for name, at in signed[:MOST]),
        said=tuple(
            OwnWords(
                trainee=comment.log.author.user.name,
                text=opened(comment, column="text", key=key_of(comment.log.client)),
                written_at=comment.written_at,
            )
            for comment in said[:MOST]
        ),
    )
