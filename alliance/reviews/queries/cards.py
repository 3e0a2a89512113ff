"""Guidance cards that a supervisor may recommend, and those recommended to somebody."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from alliance.catalogue.cards import CLINICIAN, Card
from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.reviews.models import Recommendation
from alliance.web.prepared import prepared

MOST = 5


@dataclass(frozen=True, kw_only=True)
class Recommended:
    recommendation_id: UUID
    card: Card
    code: str
    by: str


def is_for_clinicians(card: str, *, edition: int) -> bool:
    cards = guidance(edition).cards
    return card in cards and cards[card].audience == CLINICIAN


def recommendable(log: SessionLog) -> list[Card]:
    """Every card for clinicians that suits the contexts of this log, by title."""
    contexts = set(log.contexts)
    cards = guidance(log.edition).cards.values()
    suited = [
        card
        for card in cards
        if card.audience == CLINICIAN and (not card.only_in or contexts & set(card.only_in))
    ]
    return sorted(suited, key=lambda card: card.title)


def recommended_to(member: Membership, *, today: date) -> list[Recommended]:
    """What supervisors recommended lately, one line a card. One query."""
    cards = guidance(CURRENT_EDITION).cards
    return [
        Recommended(recommendation_id=pk, card=cards[card], code=code, by=name)
        for pk, card, code, name in _recommended_to(member, on=today)
        if card in cards
    ]


@prepared
def _recommended_to(
    member: Membership, *, on: date
) -> QuerySet[Recommendation, tuple[UUID, str, str, str]]:
    rows = Recommendation.objects.made_to(member).open_on(on)
    return rows.values_list("pk", "card", "log__client__code", "supervisor__user__name")[:MOST]
