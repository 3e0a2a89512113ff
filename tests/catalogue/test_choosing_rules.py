"""Thousands of situations, generated and random, held against the rulebook: no breach in any."""

import itertools
import random
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.catalogue.choosing import choose
from alliance.catalogue.situations import Outcomes, Rupture, Situation
from tests.catalogue.rulebook import breaches
from tests.catalogue.situations import CHECKLIST, GUIDANCE, ratings

ITEM_IDS = tuple(CHECKLIST.items_and_extras)
CARD_IDS = tuple(GUIDANCE.cards)
CONTEXTS = tuple(CHECKLIST.contexts)
ANSWERS = (1, 2, 3, 4, 5, "unsure", "na")
KINDS = ("withdrawal", "confrontation", "mixed", "unsure")
STATUSES = ("open", "partly", "repaired", "let_go")
RANDOM_SITUATIONS = 4_000


def check(situation):
    choices = choose(situation, guidance=GUIDANCE, checklist=CHECKLIST)
    found = breaches(situation, choices)
    assert not found, (found, situation, [choice.card.id for choice in choices])
    return choices


def histories(item_id: str) -> Iterator[dict]:
    """What may have gone before, for a log that answers this item in one way or another."""
    low = ratings() | {item_id: 5 if item_id == "emotion-carried" else 1}
    yield {"session_number": 1}
    yield {"session_number": 3, "earlier": [low, low], "usual": {item_id: 3.0}}
    yield {"session_number": 6, "earlier": [ratings() | {item_id: "na"}] * 4}
    yield {"session_number": 9, "ruptures": (Rupture("withdrawal", "open"),)}
    yield {"session_number": 9, "ruptures": (Rupture("mixed", "partly"),), "drop": True}
    yield {
        "session_number": 9,
        "read": frozenset(CARD_IDS),
        "offered_lately": frozenset(CARD_IDS[::3]),
        "outcomes_here": {card_id: Outcomes(no_difference=2) for card_id in CARD_IDS[::2]},
    }


def table() -> Iterator[Situation]:
    """Every item with every answer in every context after every history."""
    for item_id, answer in itertools.product(ITEM_IDS, ANSWERS):
        log = ratings() | {item_id: answer}
        for facts in histories(item_id):
            for context in (None, *CONTEXTS):
                contexts = frozenset() if context is None else frozenset({context})
                yield Situation(ratings=log, contexts=contexts, **facts)


def test_no_item_rating_context_and_history_leads_to_a_breach():
    count = sum(1 for situation in table() if check(situation) is not None)

    assert count == 30 * 7 * 18 * 6 == 22_680


def random_situation(chance: random.Random) -> Situation:
    def some(values, most):
        return frozenset(chance.sample(values, chance.randint(0, most)))

    def log():
        answered = chance.sample(ITEM_IDS, chance.choice((0, 3, 10, 20, 30)))
        # The reversed item is drawn like the others: low and high alike.
        return {item_id: chance.choice(mood) for item_id in answered}

    mood = chance.choice((ANSWERS, (4, 5), (4,), (1, 2), (3, 4, 5), (4, 5, "unsure", "na")))
    return Situation(
        ratings=log(),
        session_number=chance.randint(1, 40),
        contexts=some(CONTEXTS, 5),
        earlier=[log() for _ in range(chance.randint(0, 6))],
        ruptures=[
            Rupture(chance.choice(KINDS), chance.choice(STATUSES))
            for _ in range(chance.randint(0, 2))
        ],
        offered_lately=some(CARD_IDS, 12),
        pinned=some(CARD_IDS, 6),
        read=some(CARD_IDS, 40),
        not_for_client=some(CARD_IDS, 10),
        outcomes_here={
            card_id: Outcomes(no_difference=chance.randint(0, 2), harder=chance.randint(0, 1))
            for card_id in some(CARD_IDS, 8)
        },
        outcomes_elsewhere={
            card_id: Outcomes(helped=chance.randint(0, 2)) for card_id in some(CARD_IDS, 8)
        },
        drop=chance.random() < 0.2,
        usual={item_id: chance.uniform(1, 5) for item_id in some(ITEM_IDS, 20)},
        audience=chance.choice(("clinician", "clinician", "clinician", "supervisor")),
    )


def test_random_situations_by_the_thousand_lead_to_no_breach():
    chance = random.Random(20261122)
    offered: set[str] = set()

    for _ in range(RANDOM_SITUATIONS):
        offered |= {choice.card.id for choice in check(random_situation(chance))}

    assert len(offered) > len(CARD_IDS) * 0.9


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_every_choice_gives_its_reason_in_a_sentence(chance):
    situation = random_situation(chance)

    for choice in choose(situation, guidance=GUIDANCE, checklist=CHECKLIST):
        sentence = choice.reason(CHECKLIST, situation.contexts)
        assert sentence.endswith((".", "”"))
        assert "{" not in sentence
        assert "None" not in sentence


@settings(max_examples=100, deadline=None)
@given(st.randoms(use_true_random=False))
def test_four_sessions_running_never_show_a_card_twice(chance):
    situation = random_situation(chance)
    facts = {name: getattr(situation, name) for name in ("ratings", "contexts", "ruptures")}
    seen: list[frozenset[str]] = []

    for number in range(1, 9):
        lately = frozenset().union(*seen[-4:])
        again = Situation(**facts, session_number=number, offered_lately=lately)
        now = {choice.card.id for choice in check(again)}
        assert not now & lately
        seen.append(frozenset(now))
