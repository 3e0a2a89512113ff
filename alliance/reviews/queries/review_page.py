"""One log under review: what its supervisor reads, and what was said below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.catalogue.cards import SUPERVISOR, Card
from alliance.catalogue.choosing import choose
from alliance.catalogue.load import checklist, guidance
from alliance.catalogue.situations import Rupture as RuptureFact
from alliance.catalogue.situations import Situation
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.log_page import LogPage, log_page
from alliance.logbook.queries.saved_page import (
    EARLIER_SHOWN,
    Readings,
    SignalSeen,
    domains_today,
    signals_seen,
    suggested,
)
from alliance.logbook.queries.versions import Change, changes_since
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.reviews.models import Comment, Recommendation
from alliance.reviews.queries.rupture_threads import RuptureThread, threads_up_to
from alliance.vault.data_keys import DataKey
from alliance.web.charts.marks import DomainToday, SessionPoint
from alliance.web.charts.scale import shared_span
from alliance.web.charts.sparkline import sparkline
from alliance.web.prepared import prepared

MOST_CARDS = 2
MOST_UNREAD = 50
SESSIONS_DRAWN = 20


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment. `is_own`: by the reader; `is_unread`: by somebody else, and seen only now."""

    name: str
    initials: str
    text: str
    written_at: datetime
    is_own: bool
    is_unread: bool


@dataclass(frozen=True, kw_only=True)
class Offered:
    title: str
    is_taken: bool


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A card for supervisors, and why it fits this log."""

    card: Card
    why: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    log: SessionLog
    read: LogPage
    domains: tuple[DomainToday, ...]
    course: SafeString
    signals: tuple[SignalSeen, ...]
    threads: tuple[RuptureThread, ...]
    offered: tuple[Offered, ...]
    hints: tuple[Hint, ...]
    thread: tuple[Said, ...]
    recommended: tuple[str, ...]
    amended: tuple[Change, ...]
    is_on_agenda: bool

    @property
    def is_signed_off(self) -> bool:
        """As it stands now."""
        return self.log.signed_off_version == self.log.version

    @property
    def is_amended(self) -> bool:
        return self.log.is_signed_off and not self.is_signed_off


def review_page(
    log: SessionLog, *, reader: Membership, today: date, opened_at: datetime
) -> ReviewPage:
    """In seven queries, and one more for a log that was amended after sign-off.

    `log` comes with its client, the client's key, its author's user and `is_on_agenda`.
    Raises Unreadable.
    """
    key = key_of(log.client)
    threads = threads_up_to(log, reader=reader, on=today)
    signals = tuple(signals_seen(log))
    signed = log.signed_off_version
    is_amended = signed is not None and signed != log.version
    sessions = [_Session(*row) for row in _sessions_up_to(log, reader=reader, on=today)]
    earlier = [session.domain_readings for session in sessions[1 : EARLIER_SHOWN + 1]]
    changed = changes_since(log, version=signed, key=key) if is_amended and signed else []
    return ReviewPage(
        log=log,
        read=log_page(log, reader=reader),
        domains=tuple(domains_today(log, earlier=earlier)),
        course=_course(sessions, code=log.client.code),
        signals=signals,
        offered=tuple(_offered(log)),
        threads=tuple(thread for thread in threads if not thread.is_over or log.pk in thread.logs),
        hints=tuple(_hints(log, threads=threads)),
        thread=thread_below(log, reader=reader, key=key, opened_at=opened_at),
        recommended=_recommended(log),
        amended=tuple(changed),
        is_on_agenda=log.is_on_agenda,  # type: ignore[attr-defined]
    )


def thread_below(
    log: SessionLog, *, reader: Membership, key: DataKey, opened_at: datetime
) -> tuple[Said, ...]:
    """What was said below a log, in order. One query. Raises Unreadable.

    `opened_at`: when `reader` opened this page; what they hadn't seen before then is unread.
    """
    return tuple(
        Said(
            name=comment.author.user.name,
            initials=comment.author.user.initials,
            text=opened(comment, column="text", key=key),
            written_at=comment.written_at,
            is_own=comment.author_id == reader.pk,
            is_unread=comment.is_unread,  # type: ignore[attr-defined]
        )
        for comment in _comments_below(log, reader=reader, opened_at=opened_at)
    )


@prepared
def _comments_below(
    log: SessionLog, *, reader: Membership, opened_at: datetime
) -> QuerySet[Comment]:
    comments = Comment.objects.below(log).select_related("author__user")
    return comments.with_unread(reader, before=opened_at)


class _Session(NamedTuple):
    held_on: date
    score: float | None
    range_low: float | None
    range_high: float | None
    domain_readings: Readings


@prepared
def _sessions_up_to(
    log: SessionLog, *, reader: Membership, on: date
) -> QuerySet[SessionLog, tuple[Any, ...]]:
    """The last sessions of those that `reader` sees, this one first."""
    up_to = SessionLog.objects.visible_to(reader, on=on).up_to(log).reverse()
    return up_to.values_list(*_Session._fields)[:SESSIONS_DRAWN]


def _course(sessions: Sequence[_Session], *, code: str) -> SafeString:
    """The line up to this session; nothing where there is no earlier one."""
    points = [SessionPoint(*session[:4]) for session in reversed(sessions)]
    if len(points) < 2:
        return SafeString("")
    label = _("The sessions of %s up to this one, as a line") % code
    return sparkline(points, span=shared_span([points]), size="wide", label=label)


def _offered(log: SessionLog) -> list[Offered]:
    cards = guidance(log.edition).cards
    return [
        Offered(title=cards[row.card].title, is_taken=row.taken_at is not None)
        for row in suggested(log)
        if row.card in cards
    ]


def _hints(log: SessionLog, *, threads: Sequence[RuptureThread]) -> list[Hint]:
    """Cards for supervisors that help to talk about this log without judging."""
    asked = checklist(log.edition)
    situation = Situation(
        ratings=log.ratings,
        session_number=log.number,
        contexts=frozenset(log.contexts),
        ruptures=[RuptureFact(kind=each.kind, status=each.status) for each in threads],
        audience=SUPERVISOR,
    )
    chosen = choose(situation, guidance=guidance(log.edition), checklist=asked)
    return [
        Hint(card=choice.card, why=choice.reason(asked, log.contexts))
        for choice in chosen[:MOST_CARDS]
    ]


def _recommended(log: SessionLog) -> tuple[str, ...]:
    """The titles of cards that were recommended about this log."""
    cards = guidance(log.edition).cards
    return tuple(cards[card].title for card in _cards_recommended(log) if card in cards)


@prepared
def _cards_recommended(log: SessionLog) -> QuerySet[Recommendation, str]:
    made = Recommendation.objects.filter(clinic=log.clinic_id, log=log)
    return made.values_list("card", flat=True)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Comments on an own log that were not opened yet."""

    log_id: UUID
    code: str
    number: int
    name: str


def unread_comments(member: Membership) -> list[Unread]:
    """On one's own logs, one line a log, the latest first. One query."""
    found = {
        log_id: Unread(log_id=log_id, code=code, number=number, name=name)
        for log_id, code, number, name in reversed(_unread_below_own(member))
    }
    return list(reversed(found.values()))


@prepared
def _unread_below_own(member: Membership) -> QuerySet[Comment, tuple[UUID, str, int, str]]:
    waiting = Comment.objects.unread_by(member).filter(
        log__in=SessionLog.objects.written_by(member)
    )
    return waiting.order_by("-written_at").values_list(
        "log", "log__client__code", "log__number", "author__user__name"
    )[:MOST_UNREAD]
