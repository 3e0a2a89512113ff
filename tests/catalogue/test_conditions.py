"""One table for each condition under which a card may be offered."""

import pytest

from alliance.catalogue.cards import Condition
from alliance.catalogue.situations import Rupture
from tests.catalogue.situations import CHECKLIST, GUIDANCE, chosen, every_card_but, ratings


def offered(card_id, log=None, **facts):
    """The card's choice if it were the only card there is, or None."""
    choices = chosen(log, not_for_client=every_card_but(card_id), **facts)
    return choices[0] if choices else None


def condition_of(card_id, log=None, **facts):
    choice = offered(card_id, log, **facts)
    return None if choice is None else choice.condition


@pytest.mark.parametrize(
    ("answer", "condition"),
    [(1, "low"), (2, "low"), (3, None), (5, None), ("unsure", None)],
)
def test_low_is_a_rating_of_one_or_two(answer, condition):
    log = ratings(goals_wants=answer, fit_equipped=2)

    assert condition_of("goals-ask", log) == condition


@pytest.mark.parametrize(("answer", "condition"), [(5, "low"), (4, "low"), (3, "middling")])
def test_a_reversed_item_is_low_when_it_was_rated_high(answer, condition):
    choice = offered("emotion-carry", ratings(emotion_carried=answer))

    assert choice.condition == condition
    assert choice.rating == answer


@pytest.mark.parametrize(("answer", "condition"), [(2, "low"), (3, "middling"), (5, None)])
def test_middling_is_a_rating_of_three(answer, condition):
    assert condition_of("listen-tone", ratings(listen_tone=answer, fit_equipped=2)) == condition


@pytest.mark.parametrize(
    ("answer", "condition"), [("unsure", "unsure"), (2, "low"), (3, None), (5, None)]
)
def test_unsure_is_an_answer_of_not_sure(answer, condition):
    log = ratings(accept_nonjudgment=answer, fit_equipped=2)

    assert condition_of("judge-signals", log) == condition


@pytest.mark.parametrize(
    ("before", "today", "condition"),
    [
        ([2, 2], 4, "low_repeated"),
        ([2, 4], 1, "low_repeated"),
        ([4, 1], 2, "low_repeated"),
        ([1], 2, "low_repeated"),
        ([], 1, None),
        ([2, 4, 4], 1, None),
        ([2, 2, 4], 5, None),
        ([2, None, None, 4], 1, "low_repeated"),
        ([2, "unsure"], 1, "low_repeated"),
        ([2, 2], "unsure", None),
        ([3, 3], 3, None),
    ],
)
def test_low_repeated_is_low_in_two_of_the_last_three_that_rated_the_item(before, today, condition):
    earlier = [
        ratings() | {"fit-equipped": answer} if answer is not None else {"bond-pace": 4}
        for answer in before
    ]
    log = ratings(fit_equipped=today, goals_wants=2)

    assert condition_of("refer-kindly", log, earlier=earlier) == condition


def test_low_repeated_names_the_item_and_todays_answer():
    low = ratings(listen_tone=2)

    choice = offered("supervision-plan", ratings(listen_tone=4), earlier=[low, low])

    assert (choice.condition, choice.item_id, choice.rating) == ("low_repeated", "listen-tone", 4)


@pytest.mark.parametrize(
    ("before", "today", "condition"),
    [
        (["na"] * 4, "na", "na_repeated"),
        (["na"] * 9, "na", "na_repeated"),
        ([4, *["na"] * 4], "na", "na_repeated"),
        (["na"] * 3, "na", None),
        (["na", 4, "na", "na", "na"], "na", None),
        (["na", "na", None, "na"], "na", None),
        (["na"] * 4, 4, None),
        (["na"] * 4, "unsure", None),
    ],
)
def test_na_repeated_is_does_not_apply_in_five_sessions_running(before, today, condition):
    earlier = [{} if answer is None else ratings(repair_noticed=answer) for answer in before]
    log = ratings(repair_noticed=today, fit_equipped=2)

    assert condition_of("repair-none-logged", log, earlier=earlier) == condition


@pytest.mark.parametrize(
    ("card_id", "kind", "status", "condition"),
    [
        ("repair-own", "unsure", "open", "rupture_open"),
        ("repair-own", "withdrawal", "open", "rupture_open"),
        ("repair-own", "withdrawal", "partly", None),
        ("repair-own", "withdrawal", "repaired", None),
        ("repair-own", "withdrawal", "let_go", None),
        ("rupture-quiet", "withdrawal", "open", "rupture_open_withdrawal"),
        ("rupture-quiet", "mixed", "open", "rupture_open_withdrawal"),
        ("rupture-quiet", "confrontation", "open", None),
        ("rupture-quiet", "unsure", "open", None),
        ("rupture-quiet", "withdrawal", "partly", None),
        ("rupture-pushback", "confrontation", "open", "rupture_open_confrontation"),
        ("rupture-pushback", "mixed", "open", "rupture_open_confrontation"),
        ("rupture-pushback", "withdrawal", "open", None),
        ("rupture-pushback", "confrontation", "partly", None),
        ("repair-partial", "mixed", "partly", "rupture_partly"),
        ("repair-partial", "mixed", "open", None),
        ("repair-partial", "mixed", "repaired", None),
    ],
)
def test_ruptures_bring_cards_by_kind_and_status(card_id, kind, status, condition):
    choice = offered(card_id, ratings(fit_equipped=2), ruptures=[Rupture(kind, status)])

    assert (choice.condition if choice else None) == condition
    assert (choice.rupture_kind if choice else kind) == kind


@pytest.mark.parametrize(
    ("contexts", "condition"),
    [({"trauma"}, "context"), ({"trauma", "telehealth"}, "context"), ({"telehealth"}, None)],
)
def test_a_context_alone_brings_its_card_whatever_the_ratings(contexts, condition):
    assert condition_of("trauma-curiosity", ratings(5), contexts=frozenset(contexts)) == condition


def test_a_context_lets_a_card_in_that_still_needs_a_rating():
    telehealth = frozenset({"telehealth"})

    assert condition_of("welcome-screen", ratings(welcome_setting=2), contexts=telehealth) == "low"
    assert condition_of("welcome-screen", ratings(welcome_setting=2)) is None
    assert condition_of("welcome-screen", ratings(5), contexts=telehealth) is None


@pytest.mark.parametrize(
    ("card_id", "contexts", "is_drop", "condition"),
    [
        ("rupture-quiet", set(), True, "drop"),
        ("repair-noticed-late", set(), True, "drop"),
        ("culture-ask", {"culture_language"}, True, "drop"),
        ("culture-ask", set(), True, None),
        ("repair-own", set(), True, None),
        ("rupture-quiet", set(), False, None),
    ],
)
def test_a_drop_without_a_rupture_brings_the_cards_for_strain(
    card_id, contexts, is_drop, condition
):
    log = ratings(5)

    choice = offered(card_id, log, drop=is_drop, contexts=frozenset(contexts))

    assert (choice.condition if choice else None) == condition


def test_a_drop_brings_a_supervisor_nothing():
    assert chosen(ratings(5), drop=True, audience="supervisor") == ()


LOWEST_CASES = [
    # (answers that differ from Fully, usual, session number, item)
    ({"listen-tone": 4}, {}, 1, "listen-tone"),
    ({"listen-tone": 4}, {}, 8, "listen-tone"),
    ({"emotion-carried": 2}, {}, 1, "emotion-carried"),
    (
        {"listen-tone": 4, "bond-warmth": 4},
        {"listen-tone": 4.1, "bond-warmth": 4.9},
        3,
        "bond-warmth",
    ),
    (
        {"listen-tone": 4, "bond-warmth": 4},
        {"listen-tone": 4.9, "bond-warmth": 4.1},
        3,
        "listen-tone",
    ),
    ({"listen-tone": 4}, {"listen-tone": 3.2, "fit-equipped": 5.0}, 9, "listen-tone"),
]


@pytest.mark.parametrize(("answers", "usual", "session_number", "item_id"), LOWEST_CASES)
def test_when_nothing_stands_out_one_card_is_offered_for_the_nearest_item(
    answers, usual, session_number, item_id
):
    choices = chosen(ratings(5) | answers, usual=usual, session_number=session_number)

    assert [(choice.condition, choice.item_id) for choice in choices] == [("lowest", item_id)]
    assert choices[0].rating == answers[item_id]


def test_before_the_third_session_the_usual_does_not_count_yet():
    log = ratings(5) | {"listen-tone": 4, "bond-warmth": 4}
    usual = {"listen-tone": 4.1, "bond-warmth": 4.9}

    second = chosen(log, usual=usual, session_number=2)
    third = chosen(log, usual=usual, session_number=3)

    assert second[0].item_id == "listen-tone"
    assert third[0].item_id == "bond-warmth"


@pytest.mark.parametrize(
    "log",
    [ratings(5), {}, {"fit-equipped": 5}, ratings(5) | {"repair-noticed": "na"}],
    ids=["all fully", "no answer", "one answer, fully", "fully and does not apply"],
)
def test_when_every_answer_is_fully_there_is_no_card(log):
    assert chosen(log, session_number=1) == ()
    assert chosen(log, usual={"fit-equipped": 5.0}) == ()


def test_lowest_gives_way_to_any_card_that_qualifies():
    log = ratings(5) | {"listen-tone": 4, "accept-nonjudgment": "unsure"}

    conditions = {choice.condition for choice in chosen(log)}

    assert conditions == {Condition.UNSURE}


def test_lowest_stays_silent_when_what_qualified_was_offered_lately():
    """Saying that nothing stood out would not be true."""
    log = ratings(5) | {"listen-tone": 4, "accept-nonjudgment": "unsure"}

    assert chosen(log, offered_lately=frozenset({"judge-signals"})) == ()


def test_lowest_comes_forward_once_a_context_card_rests():
    facts = {"contexts": frozenset({"trauma"}), "log": ratings(5) | {"listen-tone": 4}}

    unread = chosen(**facts)
    read = chosen(**facts, read=frozenset({"trauma-curiosity"}))
    just_offered = chosen(**facts, offered_lately=frozenset({"trauma-curiosity"}))

    assert [choice.condition for choice in unread] == ["context"]
    assert [choice.condition for choice in read] == ["lowest"]
    assert [choice.condition for choice in just_offered] == ["lowest"]


def test_lowest_is_not_for_supervisors():
    assert chosen(ratings(4), audience="supervisor") == ()


def test_a_tie_for_lowest_goes_to_an_item_whose_cards_are_not_resting():
    log = ratings(5) | {"listen-tone": 4, "accept-attention": 4}
    first = chosen(log)[0]
    its_cards = GUIDANCE.cards_by_rule[(Condition.LOW, first.item_id)]

    later = chosen(log, offered_lately=frozenset(card.id for card in its_cards))[0]

    assert {first.item_id, later.item_id} == {"listen-tone", "accept-attention"}


def test_answers_of_another_edition_are_passed_over():
    log = {"an-item-of-old": 1, "fit-equipped": 5}

    assert chosen(log, earlier=[{"an-item-of-old": 1}] * 3) == ()
    assert "an-item-of-old" not in CHECKLIST.items_and_extras
