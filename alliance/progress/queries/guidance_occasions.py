"""When a card is offered, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.catalogue.cards import RUPTURE_CONDITIONS, Card, Condition, Rule
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.items import HIGHEST_LOW, MIDDLING, Item

RUPTURES: Mapping[Condition, Promise] = {
    Condition.RUPTURE_OPEN: gettext_lazy("While a rupture with the client is open"),
    Condition.RUPTURE_OPEN_WITHDRAWAL: gettext_lazy(
        "While a rupture is open in which the client moved away, or did some of each"
    ),
    Condition.RUPTURE_OPEN_CONFRONTATION: gettext_lazy(
        "While a rupture is open in which the client moved against you, or did some of each"
    ),
    Condition.RUPTURE_PARTLY: gettext_lazy("While a rupture is partly repaired"),
}


@dataclass(frozen=True)
class Occasion:
    """One reason to offer a card, and the statements it concerns, if any."""

    words: str
    statements: tuple[str, ...]


def occasions(card: Card, *, checklist: Checklist) -> Iterator[Occasion]:
    """In the order of the card's rules. Statements with the same answers stand together."""
    for rule in card.when:
        if rule.condition in RUPTURE_CONDITIONS:
            yield Occasion(str(RUPTURES[rule.condition]), ())
        elif rule.condition is Condition.CONTEXT:
            yield Occasion(_for_contexts(card, checklist=checklist), ())
        elif rule.is_for_every_item:
            yield Occasion(_for_every_item(rule.condition), ())
        else:
            yield from _by_answers(rule, checklist=checklist)


def _for_contexts(card: Card, *, checklist: Checklist) -> str:
    labels = [f"“{checklist.contexts[context].label}”" for context in card.contexts]
    return _("In any session marked %s, whatever the answers were") % _(" or ").join(labels)


def _for_every_item(condition: Condition) -> str:
    if condition is Condition.LOW_REPEATED:
        return _("After the same low answer in two of the last three sessions")
    return _("After a low answer to any statement")


def _by_answers(rule: Rule, *, checklist: Checklist) -> Iterator[Occasion]:
    grouped: dict[str, list[str]] = {}
    for item_id in rule.items:
        item = checklist.item(item_id)
        answers = _answers(rule.condition, item=item, checklist=checklist)
        grouped.setdefault(_words(rule.condition, answers=answers), []).append(item.text)
    for words, statements in grouped.items():
        yield Occasion(words, tuple(statements))


def _answers(condition: Condition, *, item: Item, checklist: Checklist) -> str:
    """The answers of this item that the condition is about, quoted, in the words of the scale."""
    scale = checklist.scale
    if condition is Condition.UNSURE:
        answers = [scale.unsure]
    elif condition is Condition.NA_REPEATED:
        answers = [item.not_applicable_label or scale.not_applicable]
    elif condition is Condition.MIDDLING:
        answers = [scale.word(item.adjusted(MIDDLING))]
    else:
        answers = [word for rating, word in scale.points if item.adjusted(rating) <= HIGHEST_LOW]
    return _(" or ").join(f"“{answer.removesuffix('.')}”" for answer in answers)


def _words(condition: Condition, *, answers: str) -> str:
    if condition is Condition.LOW_REPEATED:
        return _("After %s in two of the last three sessions") % answers
    if condition is Condition.NA_REPEATED:
        return _("After %s in five sessions running") % answers
    return _("After %s") % answers
