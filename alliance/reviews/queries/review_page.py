"""One log under review: what its supervisor reads, and what was said below it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alliance.catalogue.cards import SUPERVISOR, Card
from alliance.catalogue.choosing import choose
from alliance.catalogue.load import checklist, guidance
from alliance.catalogue.situations import Rupture as RuptureFact
from alliance.catalogue.situations import Situation
from alliance.logbook.models import Rupture, SessionLog, Suggestion
from alliance.logbook.models.ruptures import RuptureQuerySet
from alliance.logbook.queries.log_page import LogPage, log_page
from alliance.logbook.queries.saved_page import SignalSeen, domains_today, signals_seen
from alliance.logbook.queries.versions import Change, changes_since
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.reviews.models import AgendaItem, Comment, Recommendation
from alliance.vault.data_keys import DataKey
from alliance.web.charts.marks import DomainToday

MOST_CARDS = 2


@dataclass(frozen=True, kw_only=True)
class Said:
    """One comment. `is_own`: by the reader."""

    name: str
    initials: str
    text: str
    written_at: datetime
    is_own: bool


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
    signals: tuple[SignalSeen, ...]
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


def review_page(log: SessionLog, *, reader: Membership, today: date) -> ReviewPage:
    """In ten queries. `log` comes with its client, the client's key and its author's user.

    Raises Unreadable.
    """
    key = key_of(log.client)
    seen = SessionLog.objects.visible_to(reader, on=today)
    ruptures = Rupture.objects.visible_to(reader, on=today).of_client(log.client)
    signals = tuple(signals_seen(log))
    signed = log.signed_off_version
    is_amended = signed is not None and signed != log.version
    changed = changes_since(log, version=signed, key=key) if is_amended and signed else []
    return ReviewPage(
        log=log,
        read=log_page(log, reader=reader),
        domains=tuple(domains_today(log, seen=seen)),
        signals=signals,
        offered=tuple(_offered(log)),
        hints=tuple(_hints(log, ruptures=ruptures)),
        thread=thread_below(log, reader=reader, key=key),
        recommended=_recommended(log),
        amended=tuple(changed),
        is_on_agenda=AgendaItem.objects.between(reader, log.author).open().filter(log=log).exists(),
    )


def thread_below(log: SessionLog, *, reader: Membership, key: DataKey) -> tuple[Said, ...]:
    """What was said below a log, in order. Raises Unreadable."""
    comments = Comment.objects.below(log).select_related("author__user")
    return tuple(
        Said(
            name=comment.author.user.name,
            initials=comment.author.user.initials,
            text=opened(comment, column="text", key=key),
            written_at=comment.written_at,
            is_own=comment.author_id == reader.pk,
        )
        for comment in comments
    )


def _offered(log: SessionLog) -> list[Offered]:
    cards = guidance(log.edition).cards
    return [
        Offered(title=cards[row.card].title, is_taken=row.taken_at is not None)
        for row in Suggestion.objects.of_log(log)
        if row.card in cards
    ]


def _hints(log: SessionLog, *, ruptures: RuptureQuerySet) -> list[Hint]:
    """Cards for supervisors that help to talk about this log without judging."""
    asked = checklist(log.edition)
    marked = ruptures.values_list("kind", "status")
    situation = Situation(
        ratings=log.ratings,
        session_number=log.number,
        contexts=frozenset(log.contexts),
        ruptures=[RuptureFact(kind=kind, status=status) for kind, status in marked],
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
    made = Recommendation.objects.filter(clinic=log.clinic_id, log=log).values_list(
        "card", flat=True
    )
    return tuple(cards[card].title for card in made if card in cards)


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Comments on an own log that were not opened yet."""

    log_id: UUID
    code: str
    number: int
    name: str


def unread_comments(member: Membership) -> list[Unread]:
    """On one's own logs, one line a log, the latest first. One query."""
    waiting = Comment.objects.unread_by(member).filter(
        log__in=SessionLog.objects.written_by(member)
    )
    told = waiting.order_by("-written_at").values_list(
        "log", "log__client__code", "log__number", "author__user__name"
    )
    found = {
        log_id: Unread(log_id=log_id, code=code, number=number, name=name)
        for log_id, code, number, name in reversed(told[:50])
    }
    return list(reversed(found.values()))
