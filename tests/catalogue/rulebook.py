"""The rules of choosing, stated a second time and straight from the content files.

Slow and plain on purpose: it looks at every card for every situation and shares no code with
`alliance.catalogue.choosing`.
"""

from alliance.catalogue.content import read

FILE = read("guidance.1.toml")
CHECKLIST_FILE = read("checklist.1.toml")
CARDS = {card["id"]: card for card in FILE["cards"]}
ITEM_IDS = [item["id"] for item in CHECKLIST_FILE["items"]]
ALL_IDS = ITEM_IDS + [extra["id"] for extra in CHECKLIST_FILE["extras"]]
REVERSED = {item["id"] for item in CHECKLIST_FILE["items"] if item.get("reverse")}
ABOUT_RUPTURES = ("rupture_open", "rupture_open_withdrawal", "rupture_open_confrontation")


def adjusted(item, answer):
    return 6 - answer if item in REVERSED else answer


def is_rated(answer):
    return isinstance(answer, int)


RATING_CONDITIONS = ("low", "middling", "low_repeated", "unsure", "na_repeated")


def items_by_condition(situation):
    """The items on which each condition on ratings holds."""
    return {
        condition: {item for item in situation.ratings if holds_on(condition, item, situation)}
        for condition in RATING_CONDITIONS
    }


def holds_on(condition, item, situation):
    answer = situation.ratings[item]
    if condition == "unsure":
        return answer == "unsure"
    if condition == "na_repeated":
        logs = [*situation.earlier, situation.ratings]
        return answer == "na" and [log.get(item) for log in logs][-5:] == ["na"] * 5
    if not is_rated(answer):
        return False
    if condition == "low":
        return adjusted(item, answer) <= 2
    if condition == "middling":
        return adjusted(item, answer) == 3
    rated = [log[item] for log in situation.earlier if is_rated(log.get(item))]
    last = [adjusted(item, each) for each in [*rated, answer]][-3:]
    return sum(each <= 2 for each in last) >= 2


def holds_for_ruptures(condition, situation):
    if condition == "rupture_partly":
        return any(rupture.status == "partly" for rupture in situation.ruptures)
    kinds = {rupture.kind for rupture in situation.ruptures if rupture.status == "open"}
    if condition == "rupture_open_withdrawal":
        return bool(kinds & {"withdrawal", "mixed"})
    if condition == "rupture_open_confrontation":
        return bool(kinds & {"confrontation", "mixed"})
    return bool(kinds)


RULES = {
    card_id: {
        condition: frozenset(ITEM_IDS if items == "every item" else items)
        for condition, items in card["when"].items()
    }
    for card_id, card in CARDS.items()
}


def is_for(card, situation):
    only = card.get("only", [])
    is_let_in = not only or bool(set(only) & situation.contexts)
    return card["audience"] == situation.audience and is_let_in


def qualifies(card, situation, holding):
    """Whether the card qualifies by anything but `lowest`; `holding` is items by condition."""
    if not is_for(card, situation):
        return False
    for condition, items in RULES[card["id"]].items():
        if condition == "context":
            if card["id"] not in situation.read and not is_held_back(card["id"], situation):
                return True
        elif condition in RATING_CONDITIONS:
            if not items.isdisjoint(holding[condition]):
                return True
        elif holds_for_ruptures(condition, situation):
            return True
    return situation.drop and is_for_drop(card)


def is_for_drop(card):
    return card["audience"] == "clinician" and "repair-noticed" in card["when"].get("low", [])


def is_held_back(card_id, situation):
    if card_id in situation.not_for_client:
        return True
    return card_id in situation.offered_lately and card_id not in situation.pinned


def breaches(situation, choices):
    """Every rule that these choices break, in words."""
    holding = items_by_condition(situation)
    qualified = [card for card in CARDS.values() if qualifies(card, situation, holding)]
    found = [*_of_number(situation, choices, qualified), *_of_order(situation, choices)]
    for choice in choices:
        card = CARDS[choice.card.id]
        found += _of_card(card, choice, situation, holding if qualified else None)
    return found


def _of_number(situation, choices, qualified):
    offerable = [card for card in qualified if not is_held_back(card["id"], situation)]
    if len(choices) > 3:
        yield "a fourth card"
    if len({choice.card.id for choice in choices}) < len(choices):
        yield "one card twice"
    if qualified and len(choices) != min(3, len(offerable)):
        yield "a card that qualifies was kept back"
    if qualified and {choice.card.id for choice in choices} - {card["id"] for card in offerable}:
        yield "a card that does not qualify"
    if not qualified and len(choices) > 1:
        yield "more than one card by lowest"


def _of_card(card, choice, situation, holding):
    if card["audience"] != situation.audience:
        yield "a card for another reader"
    if not is_for(card, situation):
        yield "a wrong context"
    if is_held_back(card["id"], situation):
        yield "a repeat, or a card not for this client"
    if choice.rating != situation.ratings.get(choice.item_id):
        yield "another rating than the one given"
    if choice.context is not None and choice.context not in situation.contexts:
        yield "a context that the session does not carry"
    if choice.condition == "lowest":
        yield from _of_lowest(card, choice, situation, is_only=holding is None)
    elif not _is_true(choice, card, situation, holding):
        yield "a reason that does not hold"


def _is_true(choice, card, situation, holding):
    if choice.condition == "drop":
        return situation.drop and is_for_drop(card)
    items = RULES[card["id"]].get(choice.condition)
    if items is None:
        return False
    if choice.condition == "context":
        return card["id"] not in situation.read
    if choice.condition in RATING_CONDITIONS:
        return choice.item_id in items & holding[choice.condition]
    return holds_for_ruptures(choice.condition, situation)


def _of_lowest(card, choice, situation, *, is_only):
    rated = {
        item: adjusted(item, answer)
        for item, answer in situation.ratings.items()
        if item in ALL_IDS and is_rated(answer)
    }
    rating = rated[choice.item_id]
    gaps = {item: situation.usual.get(item, 0) - each for item, each in rated.items() if each < 5}
    if not is_only:
        yield "lowest although another card qualifies"
    if rating == 5:
        yield "lowest although the answer is Fully"
    if choice.item_id not in card["when"].get("low", []):
        yield "lowest on an item the card does not list"
    knows_usual = situation.session_number >= 3 and max(gaps.values()) > 0
    if knows_usual and gaps[choice.item_id] != max(gaps.values()):
        yield "lowest on another item than the one furthest below usual"
    if not knows_usual and rating != min(rated.values()):
        yield "lowest on another answer than the lowest"


def _of_order(situation, choices):
    places = [_place(choice, situation) for choice in choices]
    if places != sorted(places):
        yield f"out of order: {places}"


def _place(choice, situation):
    """Steps 1 to 3 of the ranking."""
    card = CARDS[choice.card.id]
    is_open = any(rupture.status == "open" for rupture in situation.ruptures)
    here = situation.outcomes_here.get(card["id"])
    has_not_worked = here is not None and (here.no_difference >= 2 or here.harder >= 1)
    return (is_open and card["stage"] == "change", has_not_worked, _group(card, choice, situation))


def _group(card, choice, situation):
    lowest = min(
        (adjusted(i, a) for i, a in situation.ratings.items() if i in ALL_IDS and is_rated(a)),
        default=None,
    )
    rating = adjusted(choice.item_id, choice.rating) if is_rated(choice.rating) else None
    if choice.condition in ABOUT_RUPTURES:
        return 1
    if choice.condition == "rupture_partly":
        return 2
    if (
        card["id"] == "pace-early-sessions"
        and "first_session" in situation.contexts
        and choice.condition == "low"
        and choice.item_id in ("bond-pace", "goals-wants")
    ):
        return 3
    if card["priority"] == 1 and rating is not None and rating == lowest:
        return 4
    if choice.condition == "drop":
        return 5
    fits = {*card.get("only", []), *card.get("raise", [])} & situation.contexts
    return 6 if fits else 7
