"""What the form asks: wording by context, the short form, extras, and which answers count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.catalogue import load
from alliance.catalogue.contexts import derive
from alliance.catalogue.items import (
    InvalidRating,
    NotApplicableNotOffered,
    NotOnScale,
    UnknownItem,
)

CHECKLIST = load.checklist(1)


@pytest.mark.parametrize(
    ("item_id", "contexts", "wording"),
    [
        ("goals-wants", (), "We worked on something the client has said they want."),
        (
            "goals-wants",
            ("couples", "mandated"),
            "We worked on something the client wants for themselves.",
        ),
        (
            "goals-wants",
            ("first_session", "child_parent"),
            "We worked on something the child would say they want.",
        ),
        ("goals-wants", ("first_session",), "The client told me what they want from therapy."),
        ("listen-understood", ("nursing", "couples"), "I think both partners felt understood."),
        ("welcome-setting", ("telehealth",), "I set up the call to suit this client."),
        ("welcome-setting", ("trauma",), "I made the room work for this client."),
        ("first-role", ("first_session",), "I explained my role in the client's care."),
    ],
)
def test_where_two_variants_fit_the_first_one_listed_is_used(item_id, contexts, wording):
    assert CHECKLIST.item(item_id).wording(contexts) == wording


def test_the_short_form_is_the_ten_core_items_in_order():
    assert [item.id for item in CHECKLIST.items_for("core")] == [
        "welcome-greeting",
        "listen-understood",
        "accept-nonjudgment",
        "emotion-noticed",
        "goals-wants",
        "tasks-together",
        "bond-pace",
        "repair-invited",
        "repair-noticed",
        "fit-equipped",
    ]
    assert CHECKLIST.core_ids == tuple(item.id for item in CHECKLIST.core)


def test_the_full_form_is_all_twenty():
    assert CHECKLIST.items_for("full") == CHECKLIST.items


def test_there_is_no_third_form():
    with pytest.raises(ValueError, match="no form"):
        CHECKLIST.items_for("brief")


def test_one_item_is_reversed_and_counts_as_six_less_its_rating():
    item = CHECKLIST.item("emotion-carried")

    assert CHECKLIST.reversed_ids == {"emotion-carried"}
    assert [item.adjusted(rating) for rating in range(1, 6)] == [5, 4, 3, 2, 1]
    assert CHECKLIST.item("goals-link").adjusted(2) == 2


def test_three_items_offer_does_not_apply():
    offered = {item.id: item.not_applicable_label for item in CHECKLIST.items}

    assert {item_id for item_id, label in offered.items() if label} == {
        "bounds-sharing",
        "repair-noticed",
        "repair-step",
    }
    assert offered["repair-noticed"] == "No strain that I know of"


@pytest.mark.parametrize(
    ("contexts", "extras"),
    [
        ((), []),
        (("first_session",), ["first-role", "first-expectations", "first-privacy"]),
        (
            ("telehealth", "mandated"),
            [
                "first-privacy",
                "telehealth-private",
                "telehealth-appearance",
                "mandated-obligation",
            ],
        ),
        (("health_team",), ["nursing-information"]),
        (("psychosis", "trauma"), []),
    ],
)
def test_contexts_bring_extra_items(contexts, extras):
    assert [item.id for item in CHECKLIST.extras_for(contexts)] == extras


def test_an_extra_belongs_to_no_domain():
    assert CHECKLIST.domain_of("first-role") is None
    assert CHECKLIST.domain_of("bond-pace").label == "Warmth and pace"
    with pytest.raises(UnknownItem):
        CHECKLIST.domain_of("bond")


def test_the_scale_has_a_word_for_every_answer():
    answers = [1, 2, 3, 4, 5, "unsure", "na"]

    assert [CHECKLIST.scale.word(answer) for answer in answers] == [
        "Not at all",
        "A little",
        "Partly",
        "Mostly",
        "Fully",
        "Not sure",
        "Does not apply",
    ]
    assert CHECKLIST.scale.points[0] == (1, "Not at all")


def test_prompts_made_for_a_context_come_before_general_ones():
    prompts = [prompt.id for prompt in CHECKLIST.prompts_for({"mandated"})]

    assert prompts[0] == "prep-mandated"
    assert "prep-first" not in prompts
    assert "prep-intention" in prompts


def test_every_answer_that_the_form_offers_is_accepted():
    everything = {item.id: 3 for item in CHECKLIST.items_and_extras.values()}

    CHECKLIST.check_ratings({})
    CHECKLIST.check_ratings(everything)
    CHECKLIST.check_ratings(dict.fromkeys(everything, "unsure"))
    CHECKLIST.check_ratings({"repair-noticed": "na", "bounds-sharing": "na", "repair-step": "na"})


@pytest.mark.parametrize(
    ("item_id", "answer", "error"),
    [
        ("goals", 3, UnknownItem),
        ("", 3, UnknownItem),
        ("Goals-wants", 3, UnknownItem),
        ("goals-wants", 0, NotOnScale),
        ("goals-wants", 6, NotOnScale),
        ("goals-wants", -1, NotOnScale),
        ("goals-wants", "3", NotOnScale),
        ("goals-wants", 3.0, NotOnScale),
        ("goals-wants", True, NotOnScale),
        ("goals-wants", None, NotOnScale),
        ("goals-wants", "", NotOnScale),
        ("goals-wants", [3], NotOnScale),
        ("goals-wants", "na", NotApplicableNotOffered),
        ("first-role", "na", NotApplicableNotOffered),
    ],
)
def test_any_other_answer_is_refused_by_name(item_id, answer, error):
    with pytest.raises(error) as caught:
        CHECKLIST.check_ratings({"fit-equipped": 4, item_id: answer})

    assert caught.value.item_id == item_id


ANYTHING = st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.binary())


@given(st.text().filter(lambda text: text not in CHECKLIST.items_and_extras), ANYTHING)
def test_a_refusal_never_repeats_what_was_sent(item_id, answer):
    with pytest.raises(UnknownItem) as caught:
        CHECKLIST.check_ratings({item_id: answer})

    assert str(caught.value) == "The checklist has no such item."


@given(ANYTHING)
def test_only_the_offered_answers_pass_whatever_is_sent(answer):
    is_offered = answer == "unsure" or (type(answer) is int and 1 <= answer <= 5)

    if is_offered:
        CHECKLIST.check_ratings({"goals-wants": answer})
    else:
        with pytest.raises(InvalidRating):
            CHECKLIST.check_ratings({"goals-wants": answer})


@pytest.mark.parametrize(
    ("session_number", "setting", "is_trainee", "missed_before", "contexts"),
    [
        (1, "in_person", False, False, {"first_session"}),
        (2, "in_person", False, False, {"early_phase"}),
        (4, "video", False, False, {"early_phase", "telehealth"}),
        (5, "phone", False, False, {"telehealth"}),
        (5, "in_person", False, False, set()),
        (5, "in_person", True, False, {"trainee"}),
        (9, "in_person", False, True, {"near_dropout"}),
        (1, "phone", True, True, {"first_session", "telehealth", "trainee", "near_dropout"}),
    ],
)
def test_some_contexts_follow_from_facts(
    session_number, setting, is_trainee, missed_before, contexts
):
    derived = derive(
        session_number=session_number,
        setting=setting,
        is_trainee=is_trainee,
        missed_before=missed_before,
    )

    assert derived == contexts
    assert all(CHECKLIST.contexts[context].is_derived for context in derived)


def test_thin_coverage_is_said_in_words():
    assert CHECKLIST.contexts["couples"].coverage == "almost_none"
    assert CHECKLIST.contexts["couples"].coverage_words == (
        "The documents hold half a sentence on this."
    )
    assert not CHECKLIST.contexts["couples"].is_derived
