"""What must hold of every edition of the guidance cards."""

from collections.abc import Mapping

from alliance.catalogue.cards import (
    AUDIENCES,
    CLINICIAN,
    STAGES,
    SUPERVISOR,
    Card,
    Condition,
    Guidance,
)
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.claims import Claim
from alliance.catalogue.content import count_words, require, require_known, require_unique
from alliance.catalogue.read_claims import require_usable
from alliance.catalogue.valid_checklist import STRATEGY_NUMBERS

TITLE_WORDS = range(1, 9)
BODY_WORDS = range(35, 71)
TRY_WORDS = range(4, 36)
MOST_CAUTION_WORDS = 40
PRIORITIES = (1, 2)
LEAST_CARDS_BY_STRATEGY = 3
LEAST_CARDS_BY_THEME = {"rupture_repair": 8, "referral": 2, "supervision": 3}
LEAST_SUPERVISOR_CARDS = 4


def check_guidance(
    guidance: Guidance, *, checklist: Checklist, claims: Mapping[str, Claim]
) -> None:
    """Raises ContentError at the first fault."""
    cards = list(guidance.cards.values())
    require_unique([card.title for card in cards], where="guidance, titles")
    for card in cards:
        _check_wording(card)
        _check_codes(card, guidance=guidance, checklist=checklist)
        _check_foundation(card, claims)
    _check_coverage(cards, checklist)
    _check_special_rules(guidance, checklist)


def _check_wording(card: Card) -> None:
    where = f"card {card.id}"
    require(count_words(card.title) in TITLE_WORDS, f"{where}: the title has at most 8 words")
    require(count_words(card.body) in BODY_WORDS, f"{where}: the body has 35 to 70 words")
    require(count_words(card.try_text) in TRY_WORDS, f"{where}: say or do has 4 to 35 words")
    require(card.try_text[0] not in "\"'“‘", f"{where}: say or do comes without quotation marks")
    require(count_words(card.caution) <= MOST_CAUTION_WORDS, f"{where}: caution over 40 words")


def _check_codes(card: Card, *, guidance: Guidance, checklist: Checklist) -> None:
    where = f"card {card.id}"
    require(card.audience in AUDIENCES, f"{where}: unknown audience {card.audience}")
    require(card.stage in STAGES, f"{where}: unknown stage {card.stage}")
    require(card.priority in PRIORITIES, f"{where}: unknown priority {card.priority}")
    require_known((card.theme,), among=guidance.themes, where=where)
    require_known((card.support,), among=guidance.supports, where=where)
    require_known(card.contexts, among=checklist.contexts, where=where)
    require(set(card.strategies) <= set(STRATEGY_NUMBERS), f"{where}: unknown strategy")
    if card.items_under(Condition.CONTEXT):
        require(bool(card.only_in), f"{where}: the rule context needs contexts under only")


def _check_foundation(card: Card, claims: Mapping[str, Claim]) -> None:
    where = f"card {card.id}"
    require_usable(card.claims, claims=claims, where=where, at_least=2)
    needs_note = card.support != "seed"
    require(needs_note == bool(card.wider_note), f"{where}: wider_note, if and only if not seed")
    is_readable = any(claims[claim_id].integrity == "clean" for claim_id in card.claims)
    # What the documents say on repair survives in spliced text only.
    require(is_readable or card.theme == "rupture_repair", f"{where}: rests on no whole sentence")


def _check_coverage(cards: list[Card], checklist: Checklist) -> None:
    for_clinicians = [card for card in cards if card.audience == CLINICIAN]
    for number in STRATEGY_NUMBERS:
        count = sum(number in card.strategies for card in for_clinicians)
        require(count >= LEAST_CARDS_BY_STRATEGY, f"strategy {number}: has {count} cards")
    for theme, least in LEAST_CARDS_BY_THEME.items():
        count = sum(card.theme == theme for card in cards)
        require(count >= least, f"theme {theme}: has {count} cards")
    count = sum(card.audience == SUPERVISOR for card in cards)
    require(count >= LEAST_SUPERVISOR_CARDS, f"supervisors: have {count} cards")
    anywhere = [card for card in for_clinicians if not card.only_in]
    for item in checklist.items:
        has_card = any(item.id in card.items_under(Condition.LOW) for card in anywhere)
        require(has_card, f"item {item.id}: has no general card for a low answer")


def _check_special_rules(guidance: Guidance, checklist: Checklist) -> None:
    require(
        set(guidance.conditions) == set(Condition),
        "guidance, conditions: should explain each condition and no other",
    )
    first_session = guidance.first_session
    require_known((first_session.card,), among=guidance.cards, where="guidance, first_session")
    leads_on = guidance.cards[first_session.card].items_under(Condition.LOW)
    require(set(first_session.items) <= set(leads_on), "guidance, first_session: items")
    require_known((guidance.drop_item,), among=checklist.items_and_extras, where="guidance, drop")
    for audience, templates in checklist.reasons.items():
        needed = {
            rule.condition
            for card in guidance.cards.values()
            if card.audience == audience
            for rule in card.when
        }
        require(needed <= set(templates), f"reasons, {audience}: lacks a condition")
    require(set(Condition) <= set(checklist.reasons[CLINICIAN]), "reasons: lacks a condition")
