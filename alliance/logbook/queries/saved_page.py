"""What a clinician gets back right after saving."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from alliance.catalogue.cards import Card
from alliance.catalogue.items import Domain
from alliance.catalogue.load import checklist, guidance
from alliance.catalogue.reasons import reason
from alliance.logbook.models import Rupture, SessionLog, Signal, Suggestion
from alliance.logbook.sealing import key_of, opened
from alliance.web.charts.marks import DomainToday

EARLIER_SHOWN = 12


@dataclass(frozen=True)
class Offer:
    """A card offered after this log, and why."""

    suggestion_id: UUID
    card: Card
    why: str
    is_taken: bool


@dataclass(frozen=True)
class SavedPage:
    log: SessionLog
    intention: str
    domains: tuple[DomainToday, ...]
    signals: tuple[Signal, ...]
    ruptures: tuple[Rupture, ...]
    offers: tuple[Offer, ...]

    @property
    def has_usual_range(self) -> bool:
        return any(domain.low is not None for domain in self.domains)

    @property
    def next_number(self) -> int:
        return self.log.number + 1

    @property
    def card_footer(self) -> str:
        return guidance(self.log.edition).limits.card_footer


def saved_page(log: SessionLog) -> SavedPage:
    """In four queries. `log` comes with its client and the client's key."""
    return SavedPage(
        log=log,
        intention=opened(log, column="intention", key=key_of(log.client)),
        domains=tuple(_domains(log)),
        signals=tuple(log.signals.current()),
        ruptures=tuple(Rupture.objects.of_client(log.client).order_by("opened_in__held_on")),
        offers=tuple(_offers(log)),
    )


def _domains(log: SessionLog) -> list[DomainToday]:
    before = SessionLog.objects.of_client(log.client).filter(number__lt=log.number)
    earlier = list(before.reverse().values_list("domain_readings", flat=True)[:EARLIER_SHOWN])
    return [
        _domain(domain, log.domain_readings.get(domain.id), earlier)
        for domain in checklist(log.edition).domains
        if domain.id in log.domain_readings or any(domain.id in other for other in earlier)
    ]


def _domain(
    domain: Domain,
    today: Sequence[float | None] | None,
    earlier: Sequence[dict[str, list[float]]],
) -> DomainToday:
    score, low, high = today or (None, None, None)
    before = (other[domain.id][0] for other in reversed(earlier) if domain.id in other)
    return DomainToday(name=domain.label, score=score, low=low, high=high, earlier=tuple(before))


def _offers(log: SessionLog) -> list[Offer]:
    cards, asked = guidance(log.edition).cards, checklist(log.edition)
    return [
        Offer(
            suggestion_id=suggestion.pk,
            card=cards[suggestion.card],
            why=reason(
                audience=cards[suggestion.card].audience,
                checklist=asked,
                contexts=log.contexts,
                **suggestion.reason,
            ),
            is_taken=suggestion.taken_at is not None,
        )
        for suggestion in Suggestion.objects.of_log(log)
        if suggestion.card in cards and suggestion.put_aside_at is None
    ]
