"""Which of the cards that qualify come first, which rest, and what was learned from outcomes."""

import pytest

from alliance.catalogue.cards import CHANGE
from alliance.catalogue.situations import Outcomes, Rupture
from tests.catalogue.situations import GUIDANCE, card_ids, chosen, every_card_but, ratings

OPEN = (Rupture("unsure", "open"),)
PARTLY = (Rupture("unsure", "partly"),)


def among(*ids, log=None, **facts):
    """The order in which these cards are offered if there are no others."""
    return card_ids(log, not_for_client=every_card_but(*ids), **facts)


def test_at_most_three_cards_are_offered():
    assert len(card_ids(ratings(1))) == 3


def test_an_open_rupture_comes_before_the_lowest_answer():
    log = ratings(listen_tone=1)

    order = among("listen-tone", "repair-plan", "repair-partial", log=log, ruptures=OPEN + PARTLY)

    assert order == ["repair-plan", "repair-partial", "listen-tone"]


def test_the_more_particular_rupture_card_comes_first():
    withdrawal = among("repair-first-move", "rupture-quiet", ruptures=(Rupture("mixed", "open"),))

    assert withdrawal == ["rupture-quiet", "repair-first-move"]


def test_priority_one_cards_for_the_lowest_answer_come_before_all_other_answers():
    log = ratings(listen_tone=1, accept_nonjudgment=2, goals_wants=2)

    order = among("judge-catch", "listen-tone", "goals-ask", log=log)

    assert order[0] == "listen-tone"


def test_a_reversed_item_counts_by_its_adjusted_rating():
    log = ratings(emotion_carried=5, listen_tone=2)

    assert among("listen-tone", "emotion-carry", log=log) == ["emotion-carry", "listen-tone"]


def test_then_come_cards_that_a_context_raises_or_lets_in():
    log = ratings(listen_tone=1, repair_invited=2, fit_equipped=2)
    trauma = frozenset({"trauma"})

    order = among("listen-tone", "refer-equipped", "feedback-too-much", log=log, contexts=trauma)

    assert order == ["listen-tone", "feedback-too-much", "refer-equipped"]


def test_in_a_group_priority_comes_before_the_lower_rating():
    log = ratings(welcome_setting=1, listen_tone=3, goals_wants=2)

    assert among("goals-assumed", "listen-tone", log=log) == ["listen-tone", "goals-assumed"]


def test_in_a_group_the_lower_rating_comes_first():
    judged_more = ratings(accept_nonjudgment=1, goals_wants=2)
    assumed_more = ratings(accept_nonjudgment=2, goals_wants=1)

    assert among("judge-signals", "goals-assumed", log=judged_more)[0] == "judge-signals"
    assert among("judge-signals", "goals-assumed", log=assumed_more)[0] == "goals-assumed"


def test_of_two_equals_the_one_that_the_context_raises_comes_first():
    log = ratings(listen_questions=2)

    anywhere = among("ask-differently", "ask-interested", log=log)
    first_session = among(
        "ask-differently", "ask-interested", log=log, contexts=frozenset({"first_session"})
    )

    assert anywhere == ["ask-differently", "ask-interested"]
    assert first_session == ["ask-interested", "ask-differently"]


def test_without_its_context_the_same_card_comes_last():
    log = ratings(listen_tone=1, repair_invited=2, fit_equipped=2)

    order = among("listen-tone", "refer-equipped", "feedback-too-much", log=log)

    assert order == ["listen-tone", "refer-equipped", "feedback-too-much"]


def test_a_drop_comes_after_the_lowest_answer_and_before_a_context():
    log = ratings(listen_tone=3)
    trauma = frozenset({"trauma"})

    order = among(
        "trauma-curiosity", "rupture-quiet", "listen-tone", log=log, contexts=trauma, drop=True
    )

    assert order == ["listen-tone", "rupture-quiet", "trauma-curiosity"]


@pytest.mark.parametrize(
    ("ruptures", "order"),
    [
        ((), ["goals-ask", "listen-story"]),
        (OPEN, ["listen-story", "goals-ask"]),
        (PARTLY, ["goals-ask", "listen-story"]),
    ],
)
def test_while_a_rupture_is_open_understanding_comes_before_change(ruptures, order):
    log = ratings(goals_wants=1, listen_understood=2)

    assert GUIDANCE.cards["goals-ask"].stage == CHANGE
    assert among("goals-ask", "listen-story", log=log, ruptures=ruptures) == order


@pytest.mark.parametrize("item", ["bond_pace", "goals_wants"])
def test_a_low_answer_on_pace_or_goals_in_a_first_session_leads_to_how_sessions_may_go(item):
    log = ratings(**{item: 2, "listen_tone": 1})

    first = chosen(log, contexts=frozenset({"first_session"}), session_number=1)
    third = chosen(log, contexts=frozenset({"early_phase"}), session_number=3)

    assert first[0].card.id == "pace-early-sessions"
    assert third[0].card.id == "listen-tone"


def test_an_open_rupture_leads_even_in_a_first_session():
    log = ratings(bond_pace=2)

    order = card_ids(log, contexts=frozenset({"first_session"}), session_number=1, ruptures=OPEN)

    assert order[0].startswith("repair-")


def test_a_card_is_not_offered_twice_in_four_sessions():
    log = ratings(listen_tone=1)

    assert "listen-tone" in card_ids(log)
    assert "listen-tone" not in card_ids(log, offered_lately=frozenset({"listen-tone"}))


def test_a_pinned_card_may_come_again():
    lately = frozenset({"listen-tone"})

    assert "listen-tone" in card_ids(ratings(listen_tone=1), offered_lately=lately, pinned=lately)


def test_a_card_that_is_not_for_this_client_never_comes_not_even_pinned():
    card = frozenset({"listen-tone"})

    assert "listen-tone" not in card_ids(ratings(listen_tone=1), not_for_client=card, pinned=card)


def test_a_card_offered_for_a_context_alone_rests_once_read():
    psychosis = frozenset({"psychosis"})
    read = frozenset({"psychosis-relationship"})

    unread = card_ids(ratings(4), contexts=psychosis)
    resting = card_ids(ratings(4), contexts=psychosis, read=read)
    called_for = card_ids(ratings(bond_warmth=2), contexts=psychosis, read=read)

    assert "psychosis-relationship" in unread
    assert "psychosis-relationship" not in resting
    assert "psychosis-relationship" in called_for


@pytest.mark.parametrize(
    ("outcomes", "steps_back"),
    [
        (Outcomes(no_difference=1), False),
        (Outcomes(no_difference=2), True),
        (Outcomes(no_difference=2, helped=1), True),
        (Outcomes(harder=1), True),
        (Outcomes(too_early=3), False),
        (Outcomes(helped=3), False),
    ],
)
def test_a_card_that_twice_made_no_difference_with_this_client_steps_back(outcomes, steps_back):
    log = ratings(listen_tone=1, fit_equipped=2)

    order = among("listen-tone", "refer-equipped", log=log, outcomes_here={"listen-tone": outcomes})

    assert order == (
        ["refer-equipped", "listen-tone"] if steps_back else ["listen-tone", "refer-equipped"]
    )


def test_what_made_no_difference_with_others_does_not_count_here():
    log = ratings(listen_tone=1, fit_equipped=2)
    elsewhere = {"listen-tone": Outcomes(no_difference=9)}

    order = among("listen-tone", "refer-equipped", log=log, outcomes_elsewhere=elsewhere)

    assert order == ["listen-tone", "refer-equipped"]


@pytest.mark.parametrize(
    ("outcomes", "steps_forward"),
    [
        (Outcomes(helped=1), True),
        (Outcomes(helped=2, harder=1), True),
        (Outcomes(helped=1, harder=1), False),
        (Outcomes(too_early=4), False),
        (Outcomes(), False),
    ],
)
def test_a_card_that_helped_with_others_moves_up_one_step(outcomes, steps_forward):
    log = ratings(listen_questions=2, fit_equipped=1)

    order = among(
        "ask-differently",
        "ask-interested",
        log=log,
        outcomes_elsewhere={"ask-interested": outcomes},
    )

    assert order == (
        ["ask-interested", "ask-differently"]
        if steps_forward
        else ["ask-differently", "ask-interested"]
    )


def test_a_card_that_helped_never_leaves_its_group():
    log = ratings(listen_tone=1, goals_wants=2)

    order = among(
        "listen-tone",
        "goals-assumed",
        log=log,
        outcomes_here={"goals-assumed": Outcomes(helped=5)},
    )

    assert order == ["listen-tone", "goals-assumed"]


def test_the_order_of_stored_answers_changes_nothing():
    log = ratings(1)
    backwards = dict(reversed(log.items()))

    assert card_ids(log) == card_ids(backwards)


def test_supervisors_get_supervisor_cards_only():
    low = ratings(listen_tone=1)

    assert card_ids(low, earlier=[low, low], audience="supervisor") == [
        "supervisor-own-reading",
        "supervisor-pattern",
        "supervisor-safe-to-report",
    ]
