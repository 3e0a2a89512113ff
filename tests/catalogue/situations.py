"""Logs to choose cards for. Every item is answered Mostly unless a test says otherwise."""

from alliance.catalogue import load
from alliance.catalogue.choosing import Choice, choose
from alliance.catalogue.items import Answer
from alliance.catalogue.situations import Situation

CHECKLIST = load.checklist(load.CURRENT_EDITION)
GUIDANCE = load.guidance(load.CURRENT_EDITION)


def ratings(adjusted: int = 4, **answers: Answer) -> dict[str, Answer]:
    """All twenty items at one adjusted rating, then the answers given (`goals_wants=2`)."""
    everything: dict[str, Answer] = {item.id: item.adjusted(adjusted) for item in CHECKLIST.items}
    return everything | {name.replace("_", "-"): answer for name, answer in answers.items()}


def situation(log=None, **facts) -> Situation:
    answers = ratings() if log is None else log
    return Situation(**{"ratings": answers, "session_number": 8} | facts)


def chosen(log=None, **facts) -> tuple[Choice, ...]:
    return choose(situation(log, **facts), guidance=GUIDANCE, checklist=CHECKLIST)


def card_ids(log=None, **facts) -> list[str]:
    return [choice.card.id for choice in chosen(log, **facts)]


def every_card_but(*card_ids: str) -> frozenset[str]:
    """For `not_for_client`, so that only these cards can be offered."""
    return frozenset(GUIDANCE.cards) - set(card_ids)
