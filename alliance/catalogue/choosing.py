"""Choosing guidance cards for one log.

A card qualifies when one of its rules holds, it is made for the reader (`audience`), and the
session carries one of its `only` contexts, if it has any. Low means an adjusted rating of 1 or 2.
Then, in this order:

1. While a rupture is open, cards that explore (or do either) come before those that change.
2. A card that twice made no difference with this client, or once made it harder, goes behind the
   others.
3. Groups: an open rupture; a partly repaired one; in a first session with a low answer on pace or
   goals, the card on how early sessions may go; priority 1 cards for the lowest adjusted rating of
   this log; an unmarked drop; cards raised or let in by a context; the rest. A card stands in the
   best group that any of its rules gives it.
4. In a group: by priority, where a card that helped more often than it made things harder moves up
   one step; then the lower adjusted rating; then cards that a context raises or lets in; then the
   more particular reason; then the order of the file.

Left out: cards marked not for this client, and cards offered in the last four sessions unless
pinned. A card that a context alone can bring rests once it was read, until a rating, a rupture or
a drop brings it; `lowest` does not.

When nothing qualifies (a resting context card doesn't count), a clinician gets one card by
`lowest`: for the answer furthest below this client's usual from the third session on; where none
is below its usual, and before the third session, for the lowest answer; never for Fully.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from alliance.catalogue import reasons
from alliance.catalogue.cards import CLINICIAN, Card, Condition, Guidance
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.findings import Finding, adjusted_ratings, find
from alliance.catalogue.items import Answer
from alliance.catalogue.nearest import nearest_items
from alliance.catalogue.ranking import Ranking
from alliance.catalogue.situations import Situation

MOST_CARDS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A card and why it is offered.

    `rating` is the answer as given to `item_id`. `context` is the one that raised the card or let
    it in, `rupture_kind` the kind of the rupture it answers.
    """

    card: Card
    condition: Condition
    item_id: str | None
    rating: Answer | None
    context: str | None
    rupture_kind: str | None

    def reason(self, checklist: Checklist, contexts: Collection[str] = ()) -> str:
        """Why this card is offered, in a plain sentence. `contexts` are those of the session."""
        return reasons.reason(
            self.condition,
            audience=self.card.audience,
            checklist=checklist,
            contexts=contexts,
            item_id=self.item_id,
            rating=self.rating,
            context=self.context,
            rupture_kind=self.rupture_kind,
        )


@dataclass(frozen=True, slots=True)
class _Qualified:
    """A card with the finding that ranks it best."""

    rank: tuple[int, ...]
    card: Card
    finding: Finding


def choose(situation: Situation, *, guidance: Guidance, checklist: Checklist) -> tuple[Choice, ...]:
    """At most three cards for one log, the main one first, by the rules at the top of this file.

    None when every answer is Fully and no rupture, drop or context calls for a card.
    Source: the documents support the cards; conditions, cut-offs and ranking are our own design.
    """
    qualified = _qualified(situation, guidance=guidance, checklist=checklist)
    if not qualified and situation.audience == CLINICIAN:
        return _by_lowest(situation, guidance=guidance, checklist=checklist)
    offered = [each for each in qualified if not _is_held_back(each.card, situation)]
    offered.sort(key=lambda each: each.rank)
    return tuple(_choice(each, situation) for each in offered[:MOST_CARDS])


def _qualified(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> Collection[_Qualified]:
    """Every card that qualifies, once."""
    ranking = Ranking(situation, guidance=guidance, checklist=checklist)
    best: dict[str, _Qualified] = {}
    for card, finding in _matches(situation, guidance=guidance, checklist=checklist):
        if card.audience != situation.audience or not _is_let_in(card, situation):
            continue
        rank = ranking.rank(card, finding)
        if card.id not in best or rank < best[card.id].rank:
            best[card.id] = _Qualified(rank, card, finding)
    return best.values()


def _matches(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> Iterator[tuple[Card, Finding]]:
    for finding in find(situation, checklist=checklist):
        for card in guidance.cards_by_rule.get((finding.condition, finding.item_id), ()):
            yield card, finding
    for card in guidance.cards_by_rule.get((Condition.CONTEXT, None), ()):
        if not _is_resting(card, situation) and not _is_held_back(card, situation):
            yield card, Finding(Condition.CONTEXT)


def _is_let_in(card: Card, situation: Situation) -> bool:
    return not card.only_in or not situation.contexts.isdisjoint(card.only_in)


def _is_held_back(card: Card, situation: Situation) -> bool:
    if card.id in situation.not_for_client:
        return True
    return card.id in situation.offered_lately and card.id not in situation.pinned


def _is_resting(card: Card, situation: Situation) -> bool:
    """A card that a context alone can bring needs a reason of its own once it was read."""
    return card.id in situation.read and bool(card.items_under(Condition.CONTEXT))


def _choice(qualified: _Qualified, situation: Situation) -> Choice:
    card, finding = qualified.card, qualified.finding
    return Choice(
        card=card,
        condition=finding.condition,
        item_id=finding.item_id,
        rating=finding.answer,
        context=next((tag for tag in card.contexts if tag in situation.contexts), None),
        rupture_kind=finding.rupture_kind,
    )


def _by_lowest(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> tuple[Choice, ...]:
    ranking = Ranking(situation, guidance=guidance, checklist=checklist)
    ratings = adjusted_ratings(situation, checklist)
    offered: list[_Qualified] = []
    for item_id in nearest_items(ratings, situation=situation):
        answer = situation.ratings[item_id]
        finding = Finding(Condition.LOWEST, item_id, answer, ratings[item_id])
        for card in guidance.cards_by_rule.get((Condition.LOW, item_id), ()):
            if card.audience != CLINICIAN or not _is_let_in(card, situation):
                continue
            if not _is_held_back(card, situation) and not _is_resting(card, situation):
                offered.append(_Qualified(ranking.rank(card, finding), card, finding))
    if not offered:
        return ()
    return (_choice(min(offered, key=lambda each: each.rank), situation),)
