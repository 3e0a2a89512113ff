"""Why a card is offered, in a plain sentence with the item and the answer behind it."""

from collections.abc import Collection

from alliance.catalogue.cards import Condition
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.items import HIGHEST_LOW, LOWEST_RATING, Answer, Item


def reason(
    condition: Condition | str,
    *,
    audience: str,
    checklist: Checklist,
    contexts: Collection[str] = (),
    item_id: str | None = None,
    rating: Answer | None = None,
    context: str | None = None,
    rupture_kind: str | None = None,
) -> str:
    """The reason from the parts of a Choice, as a stored suggestion keeps them.

    `contexts` are those of the session, for the wording the item had in it. Plain text, to be
    escaped like any other. Raises UnknownItem, or KeyError for a code this edition doesn't have.
    """
    values: dict[str, str] = {}
    if item_id is not None:
        values |= _item_words(checklist.item(item_id), checklist=checklist, contexts=contexts)
    if rating is not None:
        values["answer"] = checklist.scale.word(rating)
    if context is not None:
        values["context"] = checklist.contexts[context].label
    if rupture_kind is not None:
        kinds = checklist.rupture_entry.field("kind")
        values["rupture_kind"] = kinds.option(rupture_kind).label
    templates = checklist.reasons[audience]
    sentence = templates[condition].format_map(values)
    if context is None or condition == Condition.CONTEXT:
        return sentence
    return templates["with_context"].format_map({**values, "reason": sentence})


def _item_words(item: Item, *, checklist: Checklist, contexts: Collection[str]) -> dict[str, str]:
    low = sorted(item.adjusted(rating) for rating in range(LOWEST_RATING, HIGHEST_LOW + 1))
    return {
        "item": item.wording(contexts).removesuffix("."),
        "low_answers": " or ".join(checklist.scale.word(rating) for rating in low),
        "not_applicable_label": item.not_applicable_label or "",
    }
