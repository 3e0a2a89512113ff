"""Cards after a log: which are offered, and when one comes back."""

import pytest

from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import CardMark, Suggestion
from alliance.logbook.services.card_marks import pin_card
from alliance.logbook.services.suggestions import (
    read_card,
)
from tests import make

pytestmark = pytest.mark.django_db
CARDS = guidance(CURRENT_EDITION).cards


def test_no_card_comes_back_within_four_sessions(log_weekly):
    log_next = log_weekly(make.client())

    by_session = [make.offered(log_next(ratings=make.ratings(2))) for _session in range(14)]

    for number, cards in enumerate(by_session):
        before = {card for earlier in by_session[max(0, number - 4) : number] for card in earlier}
        assert before.isdisjoint(cards)
    assert all(by_session[:3])


def test_a_card_comes_back_in_the_fifth_session_after(log_weekly):
    log_next = log_weekly(make.client())

    main = make.offered(log_next(ratings=make.ratings(accept_nonjudgment=2)))[0]
    for _session in range(4):
        assert main not in make.offered(log_next(ratings=make.ratings(5)))

    assert main in make.offered(log_next(ratings=make.ratings(accept_nonjudgment=2)))


def test_a_pinned_card_may_come_back_at_once(log_weekly):
    client = make.client()
    log_next = log_weekly(client)
    first = log_next(ratings=make.ratings(accept_nonjudgment=2))
    pin_card(make.offered(first)[0], client=client, by=client.clinician)

    second = log_next(ratings=make.ratings(accept_nonjudgment=2))

    assert make.offered(first)[0] in make.offered(second)


def test_pinned_twice_is_pinned_no_longer(log_weekly):
    client = make.client()

    pin_card("judge-catch", client=client, by=client.clinician)
    pin_card("judge-catch", client=client, by=client.clinician)

    assert not CardMark.objects.exists()


def test_a_card_of_a_context_steps_back_once_it_was_read_until_a_rating_brings_it(log_weekly):
    client = make.client()
    log_next = log_weekly(client)
    first = log_next(contexts=("psychosis",), ratings=make.ratings(5))
    assert "psychosis-relationship" in make.offered(first)
    for _session in range(5):
        log_next(ratings=make.ratings(5))

    read_card(make.offer_of(first, "psychosis-relationship"), by=client.clinician)

    quiet = log_next(contexts=("psychosis",), ratings=make.ratings(5))
    assert "psychosis-relationship" not in make.offered(quiet)
    low = log_next(contexts=("psychosis",), ratings=make.ratings(5, bond_pace=2))
    assert "psychosis-relationship" in make.offered(low)


def test_a_card_of_a_context_that_was_not_read_comes_back(log_weekly):
    log_next = log_weekly(make.client())
    log_next(contexts=("psychosis",), ratings=make.ratings(5))
    for _session in range(4):
        log_next(ratings=make.ratings(5))

    again = log_next(contexts=("psychosis",), ratings=make.ratings(5))

    assert "psychosis-relationship" in make.offered(again)


def test_while_a_rupture_is_open_understanding_comes_before_change(log_weekly):
    log_next = log_weekly(make.client())
    log_next(rupture=make.rupture(kind="confrontation"))

    stages = [
        [CARDS[card].stage for card in make.offered(log_next(ratings=make.ratings(goals_wants=1)))]
        for _session in range(6)
    ]

    assert all(said == sorted(said, key=lambda stage: stage == "change") for said in stages)
    assert stages[0][0] != "change"


def test_without_a_rupture_the_same_answers_lead_with_change(log_weekly):
    log_next = log_weekly(make.client())
    log_next()

    log = log_next(ratings=make.ratings(goals_wants=1))

    assert CARDS[make.offered(log)[0]].stage == "change"


def test_cards_for_supervisors_are_never_offered_to_a_clinician(log_weekly):
    log_next = log_weekly(make.client())

    for value in (1, 2, 3, "unsure", 1, 2, 3, 1):
        log_next(ratings=make.ratings(value), contexts=("trainee",), rupture=make.rupture())

    cards = Suggestion.objects.values_list("card", flat=True)
    assert cards
    assert all(CARDS[card].audience == "clinician" for card in cards)
