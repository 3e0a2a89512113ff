"""What a clinician gets back right after saving."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from alliance.catalogue.cards import Card
from alliance.catalogue.items import Domain
from alliance.catalogue.load import checklist, guidance
from alliance.catalogue.reasons import reason
from alliance.logbook.models import CardMark, Client, Rupture, SessionLog, Signal, Suggestion
from alliance.logbook.queries.card_history import own_histories
from alliance.logbook.queries.signals import Explained, explained
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.trends.signals import from_json
from alliance.web.charts.marks import DomainToday
from alliance.web.prepared import prepared

EARLIER_SHOWN = 12

# By domain: its score and the two ends of its usual range, 0–100.
type Readings = dict[str, list[float]]


@dataclass(frozen=True)
class Offer:
    """A card offered after this log, and why. `history` says what became of it before, if taken."""

    suggestion_id: UUID
    card: Card
    code: str
    why: str
    history: str
    is_taken: bool
    is_pinned: bool


@dataclass(frozen=True)
class SignalSeen:
    """A signal that this log raised, in words."""

    signal_id: UUID
    kind: str
    explained: Explained


@dataclass(frozen=True)
class SavedPage:
    log: SessionLog
    intention: str
    domains: tuple[DomainToday, ...]
    signals: tuple[SignalSeen, ...]
    ruptures: tuple[Rupture, ...]
    offers: tuple[Offer, ...]

    @property
    def has_usual_range(self) -> bool:
        return any(domain.low is not None for domain in self.domains)

    @property
    def has_fallen(self) -> bool:
        """Whether the line fell, by a signal or below its usual range."""
        falls = {Signal.Kind.DROP, Signal.Kind.DECLINE}
        score, low = self.log.score, self.log.range_low
        is_below = score is not None and low is not None and score < low
        return is_below or any(signal.kind in falls for signal in self.signals)

    @property
    def next_number(self) -> int:
        return self.log.number + 1

    @property
    def card_footer(self) -> str:
        return guidance(self.log.edition).limits.card_footer


def saved_page(log: SessionLog, *, reader: Membership) -> SavedPage:
    """In six queries, for its author. `log` comes with its client and the client's key."""
    return SavedPage(
        log=log,
        intention=opened(log, column="intention", key=key_of(log.client)),
        domains=tuple(domains_today(log, earlier=readings_before(log))),
        signals=tuple(signals_seen(log)),
        ruptures=tuple(_ruptures_of(log.client)),
        offers=tuple(_offers(log, reader=reader)),
    )


def readings_before(log: SessionLog) -> list[Readings]:
    """Of the sessions before, the latest first."""
    return _readings_before(log.client, number=log.number)


@prepared
def _readings_before(client: Client, *, number: int) -> QuerySet[SessionLog, Readings]:
    before = SessionLog.objects.of_client(client).filter(number__lt=number)
    return before.reverse().values_list("domain_readings", flat=True)[:EARLIER_SHOWN]


@prepared
def _ruptures_of(client: Client) -> QuerySet[Rupture]:
    return Rupture.objects.of_client(client).order_by("opened_in__held_on")


def domains_today(log: SessionLog, *, earlier: Sequence[Readings]) -> list[DomainToday]:
    """Each domain of this session beside its usual range, or `earlier` ones, the latest first."""
    return [
        _domain(domain, log.domain_readings.get(domain.id), earlier)
        for domain in checklist(log.edition).domains
        if domain.id in log.domain_readings or any(domain.id in other for other in earlier)
    ]


def _domain(
    domain: Domain,
    today: Sequence[float | None] | None,
    earlier: Sequence[Readings],
) -> DomainToday:
    score, low, high = today or (None, None, None)
    before = (other[domain.id][0] for other in reversed(earlier) if domain.id in other)
    return DomainToday(name=domain.label, score=score, low=low, high=high, earlier=tuple(before))


def signals_seen(log: SessionLog) -> list[SignalSeen]:
    """What this log raised, in words. `log` comes with its client."""
    code = log.client.code
    return [
        SignalSeen(
            signal_id=signal.pk,
            kind=signal.kind,
            explained=explained(from_json(signal.numbers), code=code, edition=log.edition),
        )
        for signal in _raised_by(log)
    ]


@prepared
def _raised_by(log: SessionLog) -> QuerySet[Signal]:
    return Signal.objects.current().filter(log=log)


@prepared
def _marked(client: Client, *, by: Membership) -> QuerySet[CardMark, tuple[str, str]]:
    return CardMark.objects.made_by(by).about(client).values_list("card", "kind")


@prepared
def suggested(log: SessionLog) -> QuerySet[Suggestion]:
    """What was offered after this log, in the order of ranks."""
    return Suggestion.objects.of_log(log)


def _offers(log: SessionLog, *, reader: Membership) -> list[Offer]:
    """Those not put aside, of cards that this edition has and that suit this client."""
    cards, asked = guidance(log.edition).cards, checklist(log.edition)
    marked = set(_marked(log.client, by=reader))
    shown = [
        suggestion
        for suggestion in suggested(log)
        if suggestion.card in cards
        and suggestion.put_aside_at is None
        and (suggestion.card, CardMark.Kind.NOT_FOR_CLIENT) not in marked
    ]
    ids = {suggestion.card for suggestion in shown}
    histories = own_histories(reader, cards=ids, first=log.client) if ids else {}
    return [
        Offer(
            suggestion_id=suggestion.pk,
            card=cards[suggestion.card],
            code=log.client.code,
            why=reason(
                audience=cards[suggestion.card].audience,
                checklist=asked,
                contexts=log.contexts,
                **suggestion.reason,
            ),
            history=histories.get(suggestion.card, ""),
            is_taken=suggestion.taken_at is not None,
            is_pinned=(suggestion.card, CardMark.Kind.PINNED) in marked,
        )
        for suggestion in shown
    ]
