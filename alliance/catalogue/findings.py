"""What one log says by itself, before any card is looked at: low, unsure, low again, a rupture."""

from collections.abc import Iterator
from dataclasses import dataclass

from alliance.catalogue.cards import Condition
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.items import HIGHEST_LOW, MIDDLING, NOT_APPLICABLE, UNSURE, Answer, Item
from alliance.catalogue.situations import Situation

REPEATED_WITHIN = 3
REPEATED_AT_LEAST = 2
NOT_APPLICABLE_RUN = 5

WITHDRAWAL_KINDS = frozenset({"withdrawal", "mixed"})
CONFRONTATION_KINDS = frozenset({"confrontation", "mixed"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition that holds. `adjusted` is the rating with 5 the good end, if there is one."""

    condition: Condition
    item_id: str | None = None
    answer: Answer | None = None
    adjusted: int | None = None
    rupture_kind: str | None = None


def adjusted_ratings(situation: Situation, checklist: Checklist) -> dict[str, int]:
    """The items rated 1 to 5 in this log with their adjusted rating, in the order of the form."""
    # The order of stored ratings differs between databases; that of the form does not.
    return {
        item_id: item.adjusted(answer)
        for item_id, item in checklist.items_and_extras.items()
        if isinstance(answer := situation.ratings.get(item_id), int)
    }


def find(situation: Situation, *, checklist: Checklist) -> Iterator[Finding]:
    """Every condition that holds for items, ruptures and drops; not contexts and `lowest`."""
    yield from _from_ruptures(situation)
    for item_id, item in checklist.items_and_extras.items():
        answer = situation.ratings.get(item_id)
        if answer is not None:
            yield from _from_answer(answer, item=item, situation=situation)
    if situation.drop:
        yield Finding(Condition.DROP)


def _from_answer(answer: Answer, *, item: Item, situation: Situation) -> Iterator[Finding]:
    if answer == UNSURE:
        yield Finding(Condition.UNSURE, item.id, answer)
    elif answer == NOT_APPLICABLE:
        if _not_applicable_running(item.id, situation):
            yield Finding(Condition.NA_REPEATED, item.id, answer)
    elif isinstance(answer, int):
        adjusted = item.adjusted(answer)
        if adjusted <= HIGHEST_LOW:
            yield Finding(Condition.LOW, item.id, answer, adjusted)
        elif adjusted == MIDDLING:
            yield Finding(Condition.MIDDLING, item.id, answer, adjusted)
        if _is_low_repeatedly(item, adjusted=adjusted, situation=situation):
            yield Finding(Condition.LOW_REPEATED, item.id, answer, adjusted)


def _is_low_repeatedly(item: Item, *, adjusted: int, situation: Situation) -> bool:
    """Low in at least two of the last three sessions that rated the item, this one included."""
    low_count = int(adjusted <= HIGHEST_LOW)
    rated_count = 1
    for ratings in reversed(situation.earlier):
        answer = ratings.get(item.id)
        if not isinstance(answer, int):
            continue
        low_count += item.adjusted(answer) <= HIGHEST_LOW
        rated_count += 1
        if rated_count == REPEATED_WITHIN:
            break
    return low_count >= REPEATED_AT_LEAST


def _not_applicable_running(item_id: str, situation: Situation) -> bool:
    before = situation.earlier[-(NOT_APPLICABLE_RUN - 1) :]
    return len(before) == NOT_APPLICABLE_RUN - 1 and all(
        ratings.get(item_id) == NOT_APPLICABLE for ratings in before
    )


def _from_ruptures(situation: Situation) -> Iterator[Finding]:
    for rupture in situation.ruptures:
        if rupture.status == "partly":
            yield Finding(Condition.RUPTURE_PARTLY, rupture_kind=rupture.kind)
        if rupture.status != "open":
            continue
        if rupture.kind in WITHDRAWAL_KINDS:
            yield Finding(Condition.RUPTURE_OPEN_WITHDRAWAL, rupture_kind=rupture.kind)
        if rupture.kind in CONFRONTATION_KINDS:
            yield Finding(Condition.RUPTURE_OPEN_CONFRONTATION, rupture_kind=rupture.kind)
        yield Finding(Condition.RUPTURE_OPEN, rupture_kind=rupture.kind)
