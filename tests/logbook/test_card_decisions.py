"""Deciding about a card: taken, put aside, not for this client, and giving it up again."""

import pytest

from alliance.logbook.models import CardMark, Suggestion
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services import logs as log_services
from alliance.logbook.services.card_marks import CardGone, pin_card
from alliance.logbook.services.suggestions import (
    allow_card,
    bring_card_back,
    put_card_aside,
    read_card,
    refuse_card,
    take_card,
)
from tests import make

pytestmark = pytest.mark.django_db


def test_a_card_not_for_this_client_stays_away_until_it_is_allowed(log_weekly):
    client, low = make.client(), make.ratings(5, accept_nonjudgment=2)
    log_next = log_weekly(client)
    refused = make.offer_of(log_next(ratings=low))
    for _session in range(4):
        log_next(ratings=make.ratings(5))

    refuse_card(refused, by=client.clinician)
    assert refused.card not in make.offered(log_next(ratings=low))

    allow_card(refused, by=client.clinician)
    assert refused.card in make.offered(log_next(ratings=low))


def test_refused_for_one_client_it_is_offered_with_others(log_weekly):
    member = make.member()
    low = make.ratings(5, accept_nonjudgment=2)
    refused = make.offer_of(log_weekly(make.client(of=member))(ratings=low))

    refuse_card(refused, by=member)

    assert refused.card in make.offered(log_weekly(make.client(of=member))(ratings=low))


def test_a_refused_card_is_no_longer_pinned():
    log = make.log(ratings=make.ratings(2))
    suggestion = make.offer_of(log)
    pin_card(suggestion.card, client=log.client, by=log.author)

    refuse_card(suggestion, by=log.author)

    assert CardMark.objects.get().kind == CardMark.Kind.NOT_FOR_CLIENT


@pytest.mark.parametrize("change_of_mind", [put_card_aside, refuse_card, take_card])
def test_giving_a_card_up_brings_ones_own_words_back(change_of_mind):
    log = make.log(ratings=make.ratings(2), intention="Leave more room")
    take_card(make.offer_of(log), by=log.author)

    change_of_mind(make.offer_of(log), by=log.author)

    log.refresh_from_db()
    assert opened(log, column="intention", key=key_of(log.client)) == "Leave more room"
    assert (log.intention_card, make.offer_of(log).taken_at) == ("", None)


def test_words_changed_after_taking_a_card_stay():
    log = make.log(ratings=make.ratings(2), intention="Leave more room")
    take_card(make.offer_of(log), by=log.author)
    log.refresh_from_db()
    entry = make.entry(
        ratings=log.ratings, intention="Ask, and then wait", intention_card=log.intention_card
    )
    log = log_services.change_log(log, entry=entry, version=log.version, by=log.author)

    take_card(make.offer_of(log), by=log.author)

    log.refresh_from_db()
    assert opened(log, column="intention", key=key_of(log.client)) == "Ask, and then wait"


def test_deciding_about_a_card_counts_as_having_read_it():
    log = make.log(ratings=make.ratings(2))
    first, second, _third = Suggestion.objects.of_log(log).select_related("client__key")

    take_card(first, by=log.author)
    put_card_aside(second, by=log.author)

    read = CardMark.objects.filter(kind=CardMark.Kind.READ).values_list("card", flat=True)
    assert set(read) == {first.card, second.card}


def test_what_was_put_aside_comes_back():
    log = make.log(ratings=make.ratings(2))
    put_card_aside(make.offer_of(log), by=log.author)

    bring_card_back(make.offer_of(log), by=log.author)

    assert make.offer_of(log).put_aside_at is None


@pytest.mark.parametrize("decide", [take_card, refuse_card, read_card])
def test_a_card_that_its_edition_does_not_have_is_gone(decide):
    log = make.log(ratings=make.ratings(2))
    Suggestion.objects.filter(pk=make.offer_of(log).pk).update(card="a-card-of-old")

    with pytest.raises(CardGone):
        decide(make.offer_of(log), by=log.author)


def test_a_card_that_is_gone_can_be_put_aside():
    log = make.log(ratings=make.ratings(2))
    Suggestion.objects.filter(pk=make.offer_of(log).pk).update(card="a-card-of-old")

    put_card_aside(make.offer_of(log), by=log.author)

    assert make.offer_of(log).put_aside_at is not None
