"""Guidance cards: short advice, when it fits and what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

CLINICIAN: Final = "clinician"
SUPERVISOR: Final = "supervisor"
AUDIENCES: Final = (CLINICIAN, SUPERVISOR)

EXPLORE: Final = "explore"
CHANGE: Final = "change"
EITHER: Final = "either"
STAGES: Final = (EXPLORE, CHANGE, EITHER)

SAY: Final = "say"
DO: Final = "do"


class Condition(StrEnum):
    """Why a card may be offered. Where two fit equally, the one named first is the reason given."""

    RUPTURE_OPEN_WITHDRAWAL = "rupture_open_withdrawal"
    RUPTURE_OPEN_CONFRONTATION = "rupture_open_confrontation"
    RUPTURE_OPEN = "rupture_open"
    RUPTURE_PARTLY = "rupture_partly"
    LOW = "low"
    LOW_REPEATED = "low_repeated"
    MIDDLING = "middling"
    UNSURE = "unsure"
    NA_REPEATED = "na_repeated"
    DROP = "drop"
    CONTEXT = "context"
    LOWEST = "lowest"


OPEN_RUPTURE_CONDITIONS: Final = frozenset(
    {
        Condition.RUPTURE_OPEN,
        Condition.RUPTURE_OPEN_WITHDRAWAL,
        Condition.RUPTURE_OPEN_CONFRONTATION,
    }
)
RUPTURE_CONDITIONS: Final = OPEN_RUPTURE_CONDITIONS | {Condition.RUPTURE_PARTLY}

COMPUTED_CONDITIONS: Final = frozenset({Condition.DROP, Condition.LOWEST})
"""No card names these: they bring the cards that list an item under `low`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A card qualifies when the condition holds on any of the items."""

    condition: Condition
    items: tuple[str, ...]
    is_for_every_item: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One card. `only_in` lets it in and `raised_in` ranks it higher, in these contexts.

    `support` is seed (the advice is in the documents), seed+wider or wider (`wider_note` says
    which part comes from wider practice). `stage` is explore, change or either. Priority 1 comes
    before 2. `domains` and `bordin_parts` are those of the items in its rules.
    """

    id: str
    title: str
    body: str
    try_kind: str
    try_text: str
    caution: str
    audience: str
    theme: str
    priority: int
    stage: str
    when: tuple[Rule, ...]
    only_in: tuple[str, ...]
    raised_in: tuple[str, ...]
    strategies: tuple[int, ...]
    claims: tuple[str, ...]
    support: str
    wider_note: str
    domains: tuple[str, ...]
    bordin_parts: tuple[str, ...]

    @property
    def contexts(self) -> tuple[str, ...]:
        """Every context the card is tied to."""
        return (*self.only_in, *self.raised_in)

    def items_under(self, condition: Condition) -> tuple[str, ...]:
        return tuple(
            item for rule in self.when if rule.condition is condition for item in rule.items
        )


@dataclass(frozen=True, slots=True)
class Limits:
    """What Alliance is not, what the documents don't support, and the crisis notices."""

    not_supported: tuple[str, ...]
    what_it_is: str
    self_report: str
    use_in_supervision: str
    privacy: str
    crisis_notice_clinician: str
    crisis_notice_clinician_self: str
    card_footer: str


@dataclass(frozen=True, slots=True)
class FirstSession:
    """The card that leads when one of these items is low in a first session."""

    card: str
    items: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Guidance:
    """A numbered version of the cards. Compared by identity: it is loaded once."""

    edition: int
    cards: Mapping[str, Card]
    themes: Mapping[str, str]
    conditions: Mapping[str, str]
    supports: Mapping[str, str]
    ranking: tuple[str, ...]
    first_session: FirstSession
    drop_item: str
    limits: Limits

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each card stands in its file, which settles ties."""
        return {card_id: position for position, card_id in enumerate(self.cards)}

    @cached_property
    def cards_by_rule(self) -> Mapping[tuple[Condition, str | None], tuple[Card, ...]]:
        """Cards by condition and item. A rupture and a context concern no item: None there."""
        index: dict[tuple[Condition, str | None], list[Card]] = {}
        for card in self.cards.values():
            for rule in card.when:
                for item_id in _indexed_items(rule):
                    index.setdefault((rule.condition, item_id), []).append(card)
        for_drop = index.get((Condition.LOW, self.drop_item), [])
        index[(Condition.DROP, None)] = [card for card in for_drop if card.audience == CLINICIAN]
        return {key: tuple(cards) for key, cards in index.items()}


def _indexed_items(rule: Rule) -> tuple[str | None, ...]:
    if rule.condition in RUPTURE_CONDITIONS or rule.condition is Condition.CONTEXT:
        return (None,)
    return rule.items
