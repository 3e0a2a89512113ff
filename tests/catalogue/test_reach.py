"""Every card can be offered: none is dead text."""

import pytest

from alliance.catalogue.cards import RUPTURE_CONDITIONS, Card, Condition
from alliance.catalogue.situations import Rupture
from tests.catalogue.situations import GUIDANCE, chosen, ratings

SESSIONS = 5
KINDS = {
    Condition.RUPTURE_OPEN_WITHDRAWAL: "withdrawal",
    Condition.RUPTURE_OPEN_CONFRONTATION: "confrontation",
}


def facts_under(condition: Condition, *, card: Card, item_id: str) -> dict:
    """What has to be so for this rule of the card to hold, everything else being Fully."""
    facts: dict = {"contexts": frozenset(card.contexts[:1]), "audience": card.audience}
    log = ratings(5)
    if condition in RUPTURE_CONDITIONS:
        status = "partly" if condition is Condition.RUPTURE_PARTLY else "open"
        facts["ruptures"] = (Rupture(KINDS.get(condition, "unsure"), status),)
    elif condition is Condition.NA_REPEATED:
        log |= {item_id: "na"}
        facts["earlier"] = [log] * 4
    elif condition is not Condition.CONTEXT:
        answers = {Condition.MIDDLING: 3, Condition.UNSURE: "unsure"}
        log |= {item_id: answers.get(condition, 4 if item_id == "emotion-carried" else 2)}
        facts["earlier"] = [log] * 2 if condition is Condition.LOW_REPEATED else []
    return facts | {"log": log}


def comes_up(card: Card, facts: dict) -> bool:
    """Whether the card is among the three in one of five sessions like this."""
    offered: list[frozenset[str]] = []
    for _ in range(SESSIONS):
        lately = frozenset().union(*offered[-4:])
        now = frozenset(choice.card.id for choice in chosen(**facts, offered_lately=lately))
        if card.id in now:
            return True
        offered.append(now)
    return False


@pytest.mark.parametrize("card_id", GUIDANCE.cards)
def test_every_card_comes_up_under_each_of_its_rules(card_id):
    card = GUIDANCE.cards[card_id]

    for rule in card.when:
        situations = [
            facts_under(rule.condition, card=card, item_id=item_id) for item_id in rule.items
        ]
        assert any(comes_up(card, facts) for facts in situations), rule.condition
