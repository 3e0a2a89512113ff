"""Suggestions: cards offered after a log, taken or put aside, and how they turned out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.catalogue.cards import Card
from alliance.catalogue.choosing import Choice, choose
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.logbook.models import CardMark, SessionLog, Signal, Suggestion
from alliance.logbook.sealing import key_of, opened, sealed
from alliance.logbook.services.card_marks import CardGone, mark_card, unmark_card
from alliance.logbook.services.situations import situation_of
from alliance.logbook.services.words import keep_version
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey


def offer_cards(
    log: SessionLog,
    *,
    earlier: Sequence[SessionLog],
    signals: Iterable[Signal],
    by: Membership,
) -> list[Suggestion]:
    """Choose cards for a log that was just saved. `earlier` are this client's logs before it."""
    asked, cards = checklist(log.edition), guidance(log.edition)
    situation = situation_of(log, earlier=earlier, signals=signals, by=by)
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
            reason=reason_codes(choice),
        )
        for rank, choice in enumerate(chosen)
    )


def reason_codes(choice: Choice) -> dict[str, object]:
    return {
        "condition": choice.condition.value,
        "item_id": choice.item_id,
        "rating": choice.rating,
        "context": choice.context,
        "rupture_kind": choice.rupture_kind,
    }


@transaction.atomic
def take_card(suggestion: Suggestion, *, by: Membership) -> None:
    """Make the card's *try* the intention for next session; pressed again, give up the thought.

    One card at a time. Words of one's own that stood there come back. Raises CardGone.
    """
    card = guidance(suggestion.edition).cards.get(suggestion.card)
    if card is None:
        raise CardGone
    if suggestion.taken_at is not None:
        _give_up(suggestion)
        note("gave up", suggestion, by=by)
        return
    log, key = _log_of(suggestion)
    _set_intention(log, words=intention_from(card), card=card.id, key=key)
    Suggestion.objects.of_log(log).update(taken_at=None)
    taken = Suggestion.objects.filter(pk=suggestion.pk)
    taken.update(taken_at=timezone.now(), put_aside_at=None)
    _note_read(suggestion, by=by)
    note("took", suggestion, by=by)


@transaction.atomic
def put_card_aside(suggestion: Suggestion, *, by: Membership) -> None:
    """Not now. It may be offered again after four sessions."""
    if suggestion.taken_at is not None:
        _give_up(suggestion)
    Suggestion.objects.filter(pk=suggestion.pk).update(put_aside_at=timezone.now())
    _note_read(suggestion, by=by)
    note("put aside", suggestion, by=by)


@transaction.atomic
def bring_card_back(suggestion: Suggestion, *, by: Membership) -> None:
    """It was put aside by mistake."""
    Suggestion.objects.filter(pk=suggestion.pk).update(put_aside_at=None)
    note("brought back", suggestion, by=by)


@transaction.atomic
def refuse_card(suggestion: Suggestion, *, by: Membership) -> None:
    """Not for this client: never offered with them again, until it is allowed. Raises CardGone."""
    if suggestion.taken_at is not None:
        _give_up(suggestion)
    card, client = suggestion.card, suggestion.client
    unmark_card(card, kind=CardMark.Kind.PINNED, client=client, by=by)
    mark_card(card, kind=CardMark.Kind.NOT_FOR_CLIENT, client=client, by=by)


def allow_card(suggestion: Suggestion, *, by: Membership) -> None:
    """It may be offered with this client after all."""
    kind = CardMark.Kind.NOT_FOR_CLIENT
    unmark_card(suggestion.card, kind=kind, client=suggestion.client, by=by)


def read_card(suggestion: Suggestion, *, by: Membership) -> None:
    """Opened from what was offered with this client. Raises CardGone."""
    mark_card(suggestion.card, kind=CardMark.Kind.READ, client=suggestion.client, by=by)


def intention_from(card: Card) -> str:
    """The card's title: its sample sentence, read a week later, could pass for another client's."""
    return card.title


def note_outcomes(log: SessionLog, *, outcomes: Mapping[UUID, str]) -> None:
    """How what was taken earlier turned out. Suggestions of other people are passed over."""
    for suggestion_id, outcome in outcomes.items():
        own = Suggestion.objects.filter(clinic=log.clinic_id, author=log.author_id)
        own.filter(pk=suggestion_id, client=log.client_id).update(outcome=outcome, outcome_in=log)


def forget_outcomes(log: SessionLog) -> None:
    """`log` was about another client: what it said of this client's cards falls away."""
    told = Suggestion.objects.filter(clinic=log.clinic_id, outcome_in=log)
    told.update(outcome="", outcome_in=None)


def _note_read(suggestion: Suggestion, *, by: Membership) -> None:
    """Whoever decided about a card has read it. One that an edition dropped needs no mark."""
    if suggestion.card in guidance(CURRENT_EDITION).cards:
        read_card(suggestion, by=by)


def _give_up(suggestion: Suggestion) -> None:
    """No longer taken: the intention is one's own again. Words changed since then are one's own."""
    log, key = _log_of(suggestion)
    if log.intention_card == suggestion.card:
        card = guidance(suggestion.edition).cards.get(suggestion.card)
        words = opened(log, column="intention", key=key)
        if card and words == intention_from(card):
            words = _own_intention(log, key=key)
        _set_intention(log, words=words, card="", key=key)
    Suggestion.objects.filter(pk=suggestion.pk).update(taken_at=None)


def _log_of(suggestion: Suggestion) -> tuple[SessionLog, DataKey]:
    log = SessionLog.objects.select_for_update().get(pk=suggestion.log_id)
    log.client = suggestion.client
    return log, key_of(suggestion.client)


def _set_intention(log: SessionLog, *, words: str, card: str, key: DataKey) -> None:
    keep_version(log, key=key)
    log.intention = sealed(words, row=log, column="intention", key=key)
    log.intention_card = card
    log.version += 1
    log.changed_at = timezone.now()
    log.save(update_fields=["intention", "intention_card", "version", "changed_at"])


def _own_intention(log: SessionLog, *, key: DataKey) -> str:
    """The clinician's own words before a card took their place."""
    for version in log.versions.all():
        before = json.loads(opened(version, column="content", key=key))
        if not before["intention_card"]:
            return str(before["intention"])
    return ""
