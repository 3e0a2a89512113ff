"""Suggestions: cards offered after a log, taken or put aside, and how they turned out."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.catalogue.cards import Card
from alliance.catalogue.choosing import Choice, choose
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.catalogue.situations import Outcomes, Situation
from alliance.catalogue.situations import Rupture as RuptureFact
from alliance.logbook.models import CardMark, Rupture, SessionLog, Signal, Suggestion
from alliance.logbook.sealing import key_of, opened, sealed
from alliance.logbook.services.words import keep_version
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey

SESSIONS_BEFORE_A_REPEAT = 4
SESSIONS_FOR_USUAL = 10


class CardGone(Exception):
    """The card is no longer in this edition."""


def offer_cards(
    log: SessionLog,
    *,
    earlier: Sequence[SessionLog],
    signals: Iterable[Signal],
    by: Membership,
) -> list[Suggestion]:
    """Choose cards for a log that was just saved. `earlier` are this client's logs before it."""
    asked, cards = checklist(log.edition), guidance(log.edition)
    situation = _situation(log, earlier=earlier, signals=signals, by=by)
    chosen = choose(situation, guidance=cards, checklist=asked)
    return Suggestion.objects.bulk_create(
        Suggestion(
            clinic_id=log.clinic_id,
            client_id=log.client_id,
            log=log,
            author_id=log.author_id,
            edition=log.edition,
            card=choice.card.id,
            rank=rank,
            reason=_reason(choice),
        )
        for rank, choice in enumerate(chosen)
    )


@transaction.atomic
def take_card(suggestion: Suggestion, *, by: Membership) -> None:
    """Make the card's *try* the intention for next session; pressed again, give up the thought.

    One card at a time. Words of one's own that stood there come back. Raises CardGone.
    """
    card = guidance(suggestion.edition).cards.get(suggestion.card)
    if card is None:
        raise CardGone
    log = SessionLog.objects.select_for_update().get(pk=suggestion.log_id)
    log.client = suggestion.client
    key = key_of(suggestion.client)
    was_taken = suggestion.taken_at is not None
    words = _own_intention(log, key=key) if was_taken else intention_from(card)
    keep_version(log, key=key)
    log.intention = sealed(words, row=log, column="intention", key=key)
    log.intention_card = "" if was_taken else card.id
    log.version += 1
    log.changed_at = timezone.now()
    log.save(update_fields=["intention", "intention_card", "version", "changed_at"])
    Suggestion.objects.of_log(log).update(taken_at=None)
    if not was_taken:
        taken = Suggestion.objects.filter(pk=suggestion.pk)
        taken.update(taken_at=timezone.now(), put_aside_at=None)
    note("gave up" if was_taken else "took", suggestion, by=by)


def intention_from(card: Card) -> str:
    """The card's *try*, or its title where the *try* is longer than an intention may be."""
    fits = len(card.try_text) <= checklist(CURRENT_EDITION).intention.max_chars
    return card.try_text if fits else card.title


def _own_intention(log: SessionLog, *, key: DataKey) -> str:
    """The clinician's own words before a card took their place."""
    for version in log.versions.all():
        before = json.loads(opened(version, column="content", key=key))
        if not before["intention_card"]:
            return str(before["intention"])
    return ""


@transaction.atomic
def put_card_aside(suggestion: Suggestion, *, by: Membership) -> None:
    """Not now. It may be offered again after four sessions."""
    Suggestion.objects.filter(pk=suggestion.pk).update(put_aside_at=timezone.now(), taken_at=None)
    note("put aside", suggestion, by=by)


def note_outcomes(log: SessionLog, *, outcomes: Mapping[UUID, str]) -> None:
    """How what was taken earlier turned out. Suggestions of other people are passed over."""
    for suggestion_id, outcome in outcomes.items():
        own = Suggestion.objects.filter(clinic=log.clinic_id, author=log.author_id)
        own.filter(pk=suggestion_id, client=log.client_id).update(outcome=outcome, outcome_in=log)


def _situation(
    log: SessionLog,
    *,
    earlier: Sequence[SessionLog],
    signals: Iterable[Signal],
    by: Membership,
) -> Situation:
    ruptures = list(Rupture.objects.of_client(log.client))
    marked_today = any(rupture.opened_in_id == log.pk for rupture in ruptures)
    fell = any(s.kind in (Signal.Kind.DROP, Signal.Kind.DECLINE) for s in signals)
    blank = Situation(
        ratings=log.ratings,
        session_number=log.number,
        contexts=frozenset(log.contexts),
        earlier=[other.ratings for other in earlier],
        ruptures=[
            RuptureFact(kind=rupture.kind, status=rupture.status)
            for rupture in ruptures
            if not rupture.is_closed
        ],
        drop=fell and not marked_today,
        usual=usual_ratings(log.edition, earlier=earlier),
    )
    return _with_history(blank, log=log, earlier=earlier, by=by)


def _with_history(
    situation: Situation, *, log: SessionLog, earlier: Sequence[SessionLog], by: Membership
) -> Situation:
    """Add what became of cards, with this client and one's others; never with other people's."""
    lately = {other.pk for other in earlier[-(SESSIONS_BEFORE_A_REPEAT - 1) :]}
    known = Suggestion.objects.filter(
        models.Q(log__in=lately) | ~models.Q(outcome=""), clinic=by.clinic_id, author=by
    ).values_list("client_id", "log_id", "card", "outcome")
    here: dict[str, list[str]] = defaultdict(list)
    elsewhere: dict[str, list[str]] = defaultdict(list)
    offered = set()
    for client_id, log_id, card, outcome in known:
        if log_id in lately:
            offered.add(card)
        if outcome:
            (here if client_id == log.client_id else elsewhere)[card].append(outcome)
    marks: dict[str, set[str]] = defaultdict(set)
    for mark in CardMark.objects.made_by(by).about(log.client):
        marks[mark.kind].add(mark.card)
    return replace(
        situation,
        offered_lately=frozenset(offered),
        pinned=frozenset(marks[CardMark.Kind.PINNED]),
        read=frozenset(marks[CardMark.Kind.READ]),
        not_for_client=frozenset(marks[CardMark.Kind.NOT_FOR_CLIENT]),
        outcomes_here={card: _counted(said) for card, said in here.items()},
        outcomes_elsewhere={card: _counted(said) for card, said in elsewhere.items()},
    )


def usual_ratings(edition: int, *, earlier: Sequence[SessionLog]) -> dict[str, float]:
    """This client's usual adjusted rating by item (1–5): the mean of the last ten sessions."""
    asked = checklist(edition)
    ratings: dict[str, list[int]] = defaultdict(list)
    for log in earlier[-SESSIONS_FOR_USUAL:]:
        for item_id, rating in log.ratings.items():
            if isinstance(rating, int) and item_id in asked.items_and_extras:
                ratings[item_id].append(asked.item(item_id).adjusted(rating))
    return {item_id: sum(values) / len(values) for item_id, values in ratings.items()}


def _counted(outcomes: list[str]) -> Outcomes:
    return Outcomes(
        helped=outcomes.count("helped"),
        no_difference=outcomes.count("no_difference"),
        harder=outcomes.count("harder"),
        too_early=outcomes.count("too_early"),
    )


def _reason(choice: Choice) -> dict[str, object]:
    return {
        "condition": choice.condition.value,
        "item_id": choice.item_id,
        "rating": choice.rating,
        "context": choice.context,
        "rupture_kind": choice.rupture_kind,
    }
