"""The reason for a card, as the clinician reads it."""

import pytest

from alliance.catalogue.reasons import reason
from alliance.catalogue.situations import Rupture
from tests.catalogue.situations import CHECKLIST, chosen, every_card_but, ratings


def reason_for(card_id, log=None, contexts=frozenset(), **facts):
    only = every_card_but(card_id)
    (choice,) = chosen(log, contexts=contexts, not_for_client=only, **facts)
    return choice.reason(CHECKLIST, contexts)


LOW = ratings(tasks_together=2)
QUIET = (Rupture("withdrawal", "open"),)
REASONS = [
    (
        ("tasks-share", LOW),
        {},
        "You rated “We decided together how to use the time” A little.",
    ),
    (
        ("listen-tone", ratings(listen_tone=3)),
        {},
        "You rated “My tone fitted the client's mood” Partly.",
    ),
    (
        ("judge-signals", ratings(accept_nonjudgment="unsure")),
        {},
        "You answered Not sure to “I listened without judging the client”.",
    ),
    (
        ("supervision-plan", ratings(listen_tone=4)),
        {"earlier": [ratings(listen_tone=1)] * 2},
        "You rated “My tone fitted the client's mood” Not at all or A little in at least two of "
        "the last three sessions in which you rated it.",
    ),
    (
        ("supervision-feeling", ratings(emotion_carried=2)),
        {"earlier": [ratings(emotion_carried=5)] * 2},
        "You rated “The client seemed to be looking after my feelings” Mostly or Fully in at "
        "least two of the last three sessions in which you rated it.",
    ),
    (
        ("repair-none-logged", ratings(repair_noticed="na")),
        {"earlier": [ratings(repair_noticed="na")] * 4},
        "You answered “No strain that I know of” in five sessions running.",
    ),
    (("repair-own", ratings(5)), {"ruptures": QUIET}, "A rupture with this client is open."),
    (
        ("rupture-quiet", ratings(5)),
        {"ruptures": QUIET},
        "An open rupture with this client is marked “Moving away”.",
    ),
    (
        ("repair-partial", ratings(5)),
        {"ruptures": (Rupture("mixed", "partly"),)},
        "A rupture with this client is partly repaired.",
    ),
    (
        ("trauma-curiosity", ratings(5)),
        {"contexts": frozenset({"trauma"})},
        "This session is marked “Trauma”.",
    ),
    (
        ("rupture-quiet", ratings(5)),
        {"drop": True},
        "The line for this client has dropped, and no rupture is marked.",
    ),
    (
        ("listen-tone", ratings(5) | {"listen-tone": 4}),
        {},
        "Nothing stood out today. The nearest to it was “My tone fitted the client's mood”, which "
        "you rated Mostly.",
    ),
    (
        ("welcome-screen", ratings(welcome_setting=1)),
        {"contexts": frozenset({"telehealth"})},
        "You rated “I set up the call to suit this client” Not at all. Chosen with “Video or "
        "phone” in mind.",
    ),
    (
        ("supervisor-own-reading", LOW),
        {"audience": "supervisor"},
        "“We decided together how to use the time” was rated A little.",
    ),
]


@pytest.mark.parametrize(("card_and_log", "facts", "sentence"), REASONS)
def test_the_reason_names_the_item_and_the_answer_behind_it(card_and_log, facts, sentence):
    card_id, log = card_and_log

    assert reason_for(card_id, log, **facts) == sentence


def test_a_stored_suggestion_gives_the_same_reason_again():
    (choice,) = chosen(LOW, not_for_client=every_card_but("tasks-share"))

    again = reason(
        "low", audience="clinician", checklist=CHECKLIST, item_id="tasks-together", rating=2
    )

    assert again == choice.reason(CHECKLIST)
