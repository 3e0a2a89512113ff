"""Where a card stands among those that qualify. The rule in words opens `choosing`."""

from enum import IntEnum

from alliance.catalogue.cards import CHANGE, OPEN_RUPTURE_CONDITIONS, Card, Condition, Guidance
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.contexts import FIRST_SESSION
from alliance.catalogue.findings import Finding, adjusted_ratings
from alliance.catalogue.items import HIGHEST_RATING
from alliance.catalogue.situations import Outcomes, Situation

NO_DIFFERENCE_TOO_OFTEN = 2

_REASON_ORDER = {condition: order for order, condition in enumerate(Condition)}
_WITHOUT_RATING = HIGHEST_RATING + 1
_NEVER_TAKEN = Outcomes()


class Group(IntEnum):
    """Where a card stands, by why it is offered. Lower comes first."""

    OPEN_RUPTURE = 1
    PARTLY_REPAIRED = 2
    FIRST_SESSION = 3
    LOWEST_ANSWER = 4
    DROP = 5
    CONTEXT = 6
    OTHER = 7


class Ranking:
    """The four steps of the ranking, as a tuple to sort by."""

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
        outcomes = self.situation.outcomes_here.get(card.id, _NEVER_TAKEN)
        return outcomes.no_difference >= NO_DIFFERENCE_TOO_OFTEN or outcomes.harder > 0

    def _has_helped(self, card: Card) -> bool:
        here = self.situation.outcomes_here.get(card.id, _NEVER_TAKEN)
        elsewhere = self.situation.outcomes_elsewhere.get(card.id, _NEVER_TAKEN)
        return here.helped + elsewhere.helped > here.harder + elsewhere.harder
