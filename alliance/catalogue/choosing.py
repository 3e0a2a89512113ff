"""Choosing guidance cards for one log. The ranking is written down at `choose`."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from alliance.catalogue import reasons
from alliance.catalogue.cards import (
    CHANGE,
    CLINICIAN,
    OPEN_RUPTURE_CONDITIONS,
    Card,
    Condition,
    Guidance,
)
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.contexts import FIRST_SESSION
from alliance.catalogue.findings import Finding, adjusted_ratings, find
from alliance.catalogue.items import HIGHEST_RATING, Answer
from alliance.catalogue.nearest import nearest_items
from alliance.catalogue.situations import Situation

MOST_CARDS = 3
NO_DIFFERENCE_TOO_OFTEN = 2

_REASON_ORDER = {condition: order for order, condition in enumerate(Condition)}
_WITHOUT_RATING = HIGHEST_RATING + 1


class Group(IntEnum):
    """Where a card stands, by why it is offered. Lower comes first."""

    OPEN_RUPTURE = 1
    PARTLY_REPAIRED = 2
    FIRST_SESSION = 3
    LOWEST_ANSWER = 4
    DROP = 5
    CONTEXT = 6
    OTHER = 7


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
class _Ranked:
    rank: tuple[int, ...]
    choice: Choice


def choose(situation: Situation, *, guidance: Guidance, checklist: Checklist) -> tuple[Choice, ...]:
    """At most three cards for one log, the main one first; none when every answer is Fully.

    A card qualifies when one of its rules holds, it is made for the reader (`audience`), and the
    session carries one of its `only` contexts, if it has any. Low means an adjusted rating of 1
    or 2. Then, in this order:

    1. While a rupture is open, cards that explore (or do either) come before those that change.
    2. A card that twice made no difference with this client, or once made it harder, goes behind
       the others.
    3. Groups: an open rupture; a partly repaired one; in a first session with a low answer on
       pace or goals, the card on how early sessions may go; priority 1 cards for the lowest
       adjusted rating of this log; an unmarked drop; cards raised or let in by a context; the
       rest. A card stands in the best group that any of its rules gives it.
    4. In a group: by priority, where a card that helped more often than it made things harder
       moves up one step; then the lower adjusted rating; then cards that a context raises or lets
       in; then the more particular reason; then the order of the file.

    Left out: cards marked not for this client, and cards offered in the last four sessions unless
    pinned. A card that qualifies by context alone rests once it was read.

    When nothing qualifies (a resting context card doesn't count), a clinician gets one card by
    `lowest`: for the answer furthest below this client's usual from the third session on; where
    none is below its usual, and before the third session, for the lowest answer; never for Fully.

    Source: the documents support the cards; conditions, cut-offs and ranking are our own design.
    """
    qualified = _qualified(situation, guidance=guidance, checklist=checklist)
    if not qualified and situation.audience == CLINICIAN:
        return _by_lowest(situation, guidance=guidance, checklist=checklist)
    offered = [
        each for each in qualified.values() if not _is_held_back(each.choice.card, situation)
    ]
    offered.sort(key=lambda each: each.rank)
    return tuple(each.choice for each in offered[:MOST_CARDS])


def _qualified(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> dict[str, _Ranked]:
    """Every card that qualifies, each with the reason that ranks it best."""
    ranking = _Ranking(situation, guidance=guidance, checklist=checklist)
    best: dict[str, _Ranked] = {}
    for card, finding in _matches(situation, guidance=guidance, checklist=checklist):
        if card.audience != situation.audience or not _is_let_in(card, situation):
            continue
        rank = ranking.rank(card, finding)
        if card.id not in best or rank < best[card.id].rank:
            best[card.id] = _Ranked(rank, _choice(card, finding, situation))
    return best


def _matches(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> Iterator[tuple[Card, Finding]]:
    for finding in find(situation, checklist=checklist):
        for card in guidance.cards_by_rule.get((finding.condition, finding.item_id), ()):
            yield card, finding
    for card in guidance.cards_by_rule.get((Condition.CONTEXT, None), ()):
        if card.id not in situation.read and not _is_held_back(card, situation):
            yield card, Finding(Condition.CONTEXT)


def _is_let_in(card: Card, situation: Situation) -> bool:
    return not card.only_in or not situation.contexts.isdisjoint(card.only_in)


def _is_held_back(card: Card, situation: Situation) -> bool:
    if card.id in situation.not_for_client:
        return True
    return card.id in situation.offered_lately and card.id not in situation.pinned


def _choice(card: Card, finding: Finding, situation: Situation) -> Choice:
    context = next((tag for tag in card.contexts if tag in situation.contexts), None)
    return Choice(
        card=card,
        condition=finding.condition,
        item_id=finding.item_id,
        rating=finding.answer,
        context=context,
        rupture_kind=finding.rupture_kind,
    )


class _Ranking:
    """Steps 1 to 4 of `choose`, as a tuple to sort by."""

    def __init__(self, situation: Situation, *, guidance: Guidance, checklist: Checklist) -> None:
        self.situation = situation
        self.guidance = guidance
        self.has_open_rupture = any(each.status == "open" for each in situation.ruptures)
        ratings = adjusted_ratings(situation, checklist)
        self.lowest_rating = min(ratings.values(), default=None)
        self.first_session_items = (
            guidance.first_session.items if FIRST_SESSION in situation.contexts else ()
        )

    def rank(self, card: Card, finding: Finding) -> tuple[int, ...]:
        fits_context = not self.situation.contexts.isdisjoint(card.contexts)
        return (
            self.has_open_rupture and card.stage == CHANGE,
            self._has_not_worked(card),
            self._group(card, finding, fits_context=fits_context),
            card.priority - self._has_helped(card),
            finding.adjusted or _WITHOUT_RATING,
            not fits_context,
            _REASON_ORDER[finding.condition],
            self.guidance.position[card.id],
        )

    def _group(self, card: Card, finding: Finding, *, fits_context: bool) -> Group:
        if finding.condition in OPEN_RUPTURE_CONDITIONS:
            return Group.OPEN_RUPTURE
        if finding.condition is Condition.RUPTURE_PARTLY:
            return Group.PARTLY_REPAIRED
        if self._leads_first_session(card, finding):
            return Group.FIRST_SESSION
        if card.priority == 1 and self._is_lowest(finding):
            return Group.LOWEST_ANSWER
        if finding.condition is Condition.DROP:
            return Group.DROP
        return Group.CONTEXT if fits_context else Group.OTHER

    def _is_lowest(self, finding: Finding) -> bool:
        return finding.adjusted is not None and finding.adjusted == self.lowest_rating

    def _leads_first_session(self, card: Card, finding: Finding) -> bool:
        return (
            card.id == self.guidance.first_session.card
            and finding.condition is Condition.LOW
            and finding.item_id in self.first_session_items
        )

    def _has_not_worked(self, card: Card) -> bool:
        outcomes = self.situation.outcomes_here.get(card.id)
        return outcomes is not None and (
            outcomes.no_difference >= NO_DIFFERENCE_TOO_OFTEN or outcomes.harder > 0
        )

    def _has_helped(self, card: Card) -> bool:
        here = self.situation.outcomes_here.get(card.id)
        elsewhere = self.situation.outcomes_elsewhere.get(card.id)
        known = [outcomes for outcomes in (here, elsewhere) if outcomes is not None]
        return sum(each.helped for each in known) > sum(each.harder for each in known)


def _by_lowest(
    situation: Situation, *, guidance: Guidance, checklist: Checklist
) -> tuple[Choice, ...]:
    ranking = _Ranking(situation, guidance=guidance, checklist=checklist)
    ratings = adjusted_ratings(situation, checklist)
    best: _Ranked | None = None
    for item_id in nearest_items(ratings, situation=situation):
        finding = Finding(Condition.LOWEST, item_id, situation.ratings[item_id], ratings[item_id])
        for card in guidance.cards_by_rule.get((Condition.LOW, item_id), ()):
            if card.audience != CLINICIAN or not _is_let_in(card, situation):
                continue
            rank = ranking.rank(card, finding)
            if not _is_held_back(card, situation) and (best is None or rank < best.rank):
                best = _Ranked(rank, _choice(card, finding, situation))
    return () if best is None else (best.choice,)
