"""Cards after a log: what is learned from what became of those that were taken."""

import pytest

from alliance.logbook.models import CardMark, Suggestion
from alliance.logbook.services.card_marks import mark_card
from alliance.logbook.services.suggestions import (
    take_card,
)
from tests import make

pytestmark = pytest.mark.django_db
LISTENING = {"listen_understood": 2}


def try_out(log_next, *, card, outcome, times, low):
    """Offer `card` for the answers `low`, take it and say in the next log how it turned out."""
    for _time in range(times):
        suggestion = make.offer_of(log_next(ratings=make.ratings(5, **low)), card)
        member = suggestion.client.clinician
        mark_card(card, kind=CardMark.Kind.PINNED, client=suggestion.client, by=member)
        take_card(suggestion, by=member)
        log_next(ratings=make.ratings(5), outcomes={suggestion.pk: outcome})


def main_card(log_next, **low) -> str:
    return make.offered(log_next(ratings=make.ratings(5, **low)))[0]


def places(log) -> tuple[int, int]:
    cards = make.offered(log)
    return cards.index("listen-story"), cards.index("judge-formulate")


def test_what_was_taken_keeps_how_it_turned_out(log_weekly):
    log_next = log_weekly(make.client())

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
    log_weekly, outcome, times, steps_back
):
    log_next = log_weekly(make.client())
    low = {"accept_nonjudgment": 2}
    card = main_card(log_weekly(make.client()), **low)

    try_out(log_next, card=card, outcome=outcome, times=times, low=low)
    for _session in range(5):
        log_next(ratings=make.ratings(5))

    cards = make.offered(log_next(ratings=make.ratings(5, **low)))
    assert (cards[0] != card) == steps_back


def test_a_card_that_helped_with_another_client_steps_forward(log_weekly):
    member = make.member()
    before = log_weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))
    story, formulation = places(before)
    assert formulation < story

    other = log_weekly(make.client(of=member))
    try_out(other, card="listen-story", outcome="helped", times=1, low=LISTENING)

    story, formulation = places(
        log_weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))
    )
    assert story < formulation


def test_what_helped_other_people_changes_nothing(log_weekly):
    clinic = make.clinic()
    colleague, member = make.member(of=clinic), make.member(of=clinic)
    theirs = log_weekly(make.client(of=colleague))
    try_out(theirs, card="listen-story", outcome="helped", times=1, low=LISTENING)

    log = log_weekly(make.client(of=member))(ratings=make.ratings(5, **LISTENING))

    story, formulation = places(log)
    assert formulation < story


def test_no_difference_with_another_client_does_not_hold_a_card_back(log_weekly):
    member = make.member()
    low = {"accept_nonjudgment": 2}
    card = main_card(log_weekly(make.client(of=member)), **low)
    other = log_weekly(make.client(of=member))
    try_out(other, card=card, outcome="no_difference", times=2, low=low)

    assert main_card(log_weekly(make.client(of=member)), **low) == card
