"""Cards after a log: which are offered, and what is learned from what became of them."""

from datetime import timedelta

import pytest

from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import CardMark, Suggestion
from alliance.logbook.sealing import key_of, opened
from alliance.logbook.services import logs as log_services
from alliance.logbook.services.card_marks import CardGone, mark_card, pin_card
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
CARDS = guidance(CURRENT_EDITION).cards


@pytest.fixture
def weekly():
    """`weekly(client)`: a function that logs that client's next session, a week later each time."""

    def of(client, *, first=make.TODAY - timedelta(weeks=40)):
        days = iter(first + timedelta(weeks=week) for week in range(40))
        return lambda **fields: make.log(of=client, held_on=next(days), **fields)

    return of


def offered(log) -> list[str]:
    return list(Suggestion.objects.of_log(log).values_list("card", flat=True))


def offer_of(log, card=None) -> Suggestion:
    offers = Suggestion.objects.of_log(log).select_related("client__key")
    return offers.get(card=card) if card else offers[0]


def test_no_card_comes_back_within_four_sessions(weekly):
    log_next = weekly(make.client())

    by_session = [offered(log_next(ratings=make.ratings(2))) for _session in range(14)]

    for number, cards in enumerate(by_session):
        before = {card for earlier in by_session[max(0, number - 4) : number] for card in earlier}
        assert before.isdisjoint(cards)
    assert all(by_session[:3])


def test_a_card_comes_back_in_the_fifth_session_after(weekly):
    log_next = weekly(make.client())

    main = offered(log_next(ratings=make.ratings(accept_nonjudgment=2)))[0]
    for _session in range(4):
        assert main not in offered(log_next(ratings=make.ratings(5)))

    assert main in offered(log_next(ratings=make.ratings(accept_nonjudgment=2)))


def test_a_pinned_card_may_come_back_at_once(weekly):
    client = make.client()
    log_next = weekly(client)
    first = log_next(ratings=make.ratings(accept_nonjudgment=2))
    pin_card(offered(first)[0], client=client, by=client.clinician)

    second = log_next(ratings=make.ratings(accept_nonjudgment=2))

    assert offered(first)[0] in offered(second)


def test_pinned_twice_is_pinned_no_longer(weekly):
    client = make.client()

    pin_card("judge-catch", client=client, by=client.clinician)
    pin_card("judge-catch", client=client, by=client.clinician)

    assert not CardMark.objects.exists()


def test_a_card_of_a_context_steps_back_once_it_was_read_until_a_rating_brings_it(weekly):
    client = make.client()
    log_next = weekly(client)
    first = log_next(contexts=("psychosis",), ratings=make.ratings(5))
    assert "psychosis-relationship" in offered(first)
    for _session in range(5):
        log_next(ratings=make.ratings(5))

    read_card(offer_of(first, "psychosis-relationship"), by=client.clinician)

    quiet = log_next(contexts=("psychosis",), ratings=make.ratings(5))
    assert "psychosis-relationship" not in offered(quiet)
    low = log_next(contexts=("psychosis",), ratings=make.ratings(5, bond_pace=2))
    assert "psychosis-relationship" in offered(low)


def test_a_card_of_a_context_that_was_not_read_comes_back(weekly):
    log_next = weekly(make.client())
    log_next(contexts=("psychosis",), ratings=make.ratings(5))
    for _session in range(4):
        log_next(ratings=make.ratings(5))

    again = log_next(contexts=("psychosis",), ratings=make.ratings(5))

    assert "psychosis-relationship" in offered(again)


def test_while_a_rupture_is_open_understanding_comes_before_change(weekly):
    log_next = weekly(make.client())
    log_next(rupture=make.rupture(kind="confrontation"))

    stages = [
        [CARDS[card].stage for card in offered(log_next(ratings=make.ratings(goals_wants=1)))]
        for _session in range(6)
    ]

    assert all(said == sorted(said, key=lambda stage: stage == "change") for said in stages)
    assert stages[0][0] != "change"


def test_without_a_rupture_the_same_answers_lead_with_change(weekly):
    log_next = weekly(make.client())
    log_next()

    log = log_next(ratings=make.ratings(goals_wants=1))

    assert CARDS[offered(log)[0]].stage == "change"


def test_cards_for_supervisors_are_never_offered_to_a_clinician(weekly):
    log_next = weekly(make.client())

    for value in (1, 2, 3, "unsure", 1, 2, 3, 1):
        log_next(ratings=make.ratings(value), contexts=("trainee",), rupture=make.rupture())

    cards = Suggestion.objects.values_list("card", flat=True)
    assert cards
    assert all(CARDS[card].audience == "clinician" for card in cards)


# --- what is learned ---------------------------------------------------------------------------


def try_out(log_next, *, card, outcome, times, low):
    """Offer `card` for the answers `low`, take it and say in the next log how it turned out."""
    for _time in range(times):
        suggestion = offer_of(log_next(ratings=make.ratings(5, **low)), card)
        member = suggestion.client.clinician
        mark_card(card, kind=CardMark.Kind.PINNED, client=suggestion.client, by=member)
        take_card(suggestion, by=member)
        log_next(ratings=make.ratings(5), outcomes={suggestion.pk: outcome})


def main_card(log_next, **low) -> str:
    return offered(log_next(ratings=make.ratings(5, **low)))[0]


def test_what_was_taken_keeps_how_it_turned_out(weekly):
    log_next = weekly(make.client())

    try_out(log_next, card="judge-catch", outcome="helped", times=1, low={"accept_nonjudgment": 2})

    taken = Suggestion.objects.get(outcome="helped")
    assert taken.outcome_in.number == taken.log.number + 1


@pytest.mark.parametrize(
    ("outcome", "times", "steps_back"),
    [
        ("no_difference", 1, False),
        ("no_difference", 2, True),
        ("harder", 1, True),
        ("too_early", 2, False),
        ("not_tried", 2, False),
        ("helped", 2, False),
    ],
)
def test_a_card_steps_back_after_it_did_not_work_with_this_client(
    weekly, outcome, times, steps_back
):
    log_next = weekly(make.client())
    low = {"accept_nonjudgment": 2}
    card = main_card(weekly(make.client()), **low)

    try_out(log_next, card=card, outcome=outcome, times=times, low=low)
    for _session in range(5):
        log_next(ratings=make.ratings(5))

    cards = offered(log_next(ratings=make.ratings(5, **low)))
    assert (cards[0] != card) == steps_back


LISTENING = {"listen_understood": 2}


def places(log) -> tuple[int, int]:
    cards = offered(log)
    return cards.index("listen-story"), cards.index("judge-formulate")


def test_a_card_that_helped_with_another_client_steps_forward(weekly):
    member = make.member()
    before = weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))
    story, formulation = places(before)
    assert formulation < story

    other = weekly(make.client(of=member))
    try_out(other, card="listen-story", outcome="helped", times=1, low=LISTENING)

    story, formulation = places(
        weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))
    )
    assert story < formulation


def test_what_helped_other_people_changes_nothing(weekly):
    clinic = make.clinic()
    colleague, member = make.member(of=clinic), make.member(of=clinic)
    theirs = weekly(make.client(of=colleague))
    try_out(theirs, card="listen-story", outcome="helped", times=1, low=LISTENING)

    log = weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))

    story, formulation = places(log)
    assert formulation < story


def test_no_difference_with_another_client_does_not_hold_a_card_back(weekly):
    member = make.member()
    low = {"accept_nonjudgment": 2}
    card = main_card(weekly(make.client(of=member)), **low)
    other = weekly(make.client(of=member))
    try_out(other, card=card, outcome="no_difference", times=2, low=low)

    assert main_card(weekly(make.client(of=member)), **low) == card


# --- deciding about a card ---------------------------------------------------------------------


def test_a_card_not_for_this_client_stays_away_until_it_is_allowed(weekly):
    client, low = make.client(), make.ratings(5, accept_nonjudgment=2)
    log_next = weekly(client)
    refused = offer_of(log_next(ratings=low))
    for _session in range(4):
        log_next(ratings=make.ratings(5))

    refuse_card(refused, by=client.clinician)
    assert refused.card not in offered(log_next(ratings=low))

    allow_card(refused, by=client.clinician)
    assert refused.card in offered(log_next(ratings=low))


def test_refused_for_one_client_it_is_offered_with_others(weekly):
    member = make.member()
    low = make.ratings(5, accept_nonjudgment=2)
    refused = offer_of(weekly(make.client(of=member))(ratings=low))

    refuse_card(refused, by=member)

    assert refused.card in offered(weekly(make.client(of=member))(ratings=low))


def test_a_refused_card_is_no_longer_pinned():
    log = make.log(ratings=make.ratings(2))
    suggestion = offer_of(log)
    pin_card(suggestion.card, client=log.client, by=log.author)

    refuse_card(suggestion, by=log.author)

    assert CardMark.objects.get().kind == CardMark.Kind.NOT_FOR_CLIENT


@pytest.mark.parametrize("change_of_mind", [put_card_aside, refuse_card, take_card])
def test_giving_a_card_up_brings_ones_own_words_back(change_of_mind):
    log = make.log(ratings=make.ratings(2), intention="Leave more room")
    take_card(offer_of(log), by=log.author)

    change_of_mind(offer_of(log), by=log.author)

    log.refresh_from_db()
    assert opened(log, column="intention", key=key_of(log.client)) == "Leave more room"
    assert (log.intention_card, offer_of(log).taken_at) == ("", None)


def test_words_changed_after_taking_a_card_stay():
    log = make.log(ratings=make.ratings(2), intention="Leave more room")
    take_card(offer_of(log), by=log.author)
    log.refresh_from_db()
    entry = make.entry(
        ratings=log.ratings, intention="Ask, and then wait", intention_card=log.intention_card
    )
    log = log_services.change_log(log, entry=entry, version=log.version, by=log.author)

    take_card(offer_of(log), by=log.author)

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
    put_card_aside(offer_of(log), by=log.author)

    bring_card_back(offer_of(log), by=log.author)

    assert offer_of(log).put_aside_at is None


@pytest.mark.parametrize("decide", [take_card, refuse_card, read_card])
def test_a_card_that_its_edition_does_not_have_is_gone(decide):
    log = make.log(ratings=make.ratings(2))
    Suggestion.objects.filter(pk=offer_of(log).pk).update(card="a-card-of-old")

    with pytest.raises(CardGone):
        decide(offer_of(log), by=log.author)


def test_a_card_that_is_gone_can_be_put_aside():
    log = make.log(ratings=make.ratings(2))
    Suggestion.objects.filter(pk=offer_of(log).pk).update(card="a-card-of-old")

    put_card_aside(offer_of(log), by=log.author)

    assert offer_of(log).put_aside_at is not None
