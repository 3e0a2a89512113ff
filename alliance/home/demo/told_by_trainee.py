"""The trainee's clients in the demo, with notes for the supervisor. Everything is made up."""

from datetime import time

from alliance.home.demo.stories import Moment, Story
from alliance.logbook.entries import StrainEntry
from alliance.logbook.models import Absence

STEADY = Story(
    code="A-12",
    sessions=15,
    last_days_ago=2,
    at=time(9, 30),
    course={1: 55, 15: 72},
    form="full",
    breaks={8: 1},
    moments={
        4: Moment(
            shared_note="I talk too much in the first ten minutes. Could we listen to that part?",
        ),
        9: Moment(reflection="It went well, and I can't say why. I would like to know."),
        14: Moment(
            shared_note="They said the exercise helped. I am not sure they meant it, and I "
            "didn't ask.",
            intention="Ask what they made of the exercise on an ordinary day",
        ),
        15: Moment(
            last_intention="yes",
            shared_note="Asked, and it came out that they do it to please me.",
            question="How do I take that up without sounding hurt?",
            intention="Thank them for saying so, and ask what they would rather try",
            reflection="I was hurt, a little. I think it didn't show.",
        ),
    },
)

STRAINED = Story(
    code="S-09",
    sessions=8,
    last_days_ago=1,
    at=time(13, 0),
    course={1: 63, 8: 69},
    moments={
        7: Moment(
            shared_note="We agreed on fewer questions. Please have a look whether I kept to it.",
        ),
        8: Moment(
            shift=-17,
            low=("repair-invited", "accept-nonjudgment"),
            opens=StrainEntry(
                kind="confrontation",
                status="open",
                what_happened="I said that most people find this easier with time. They asked "
                "whether I say that to everybody, and were quiet until the end.",
                may_have_felt=("unheard", "judged"),
                strand="bond",
                noticed_by="client",
                repair_steps=("none_yet",),
                next_step="Say that the sentence was meant to calm me down, not them",
                take_to_supervision=True,
            ),
            shared_note="I would like to start with this one in supervision. I don't know how to "
            "begin the next hour.",
            intention="Begin with last week's sentence, and say that it missed them",
            reflection="I am afraid they won't come back, and that it will be my doing.",
        ),
    },
)

BY_PHONE = Story(
    code="E-27",
    sessions=5,
    last_days_ago=6,
    at=time(16, 30),
    course={1: 60, 5: 66},
    setting="phone",
    minutes=40,
    missed={4: Absence.Kind.NO_SHOW},
    moments={
        3: Moment(shared_note="Long pauses on the phone. I can't tell thinking from waiting."),
        5: Moment(intention="Say out loud that I am there while it is quiet"),
    },
)

JUST_BEGUN = Story(
    code="L-03",
    sessions=3,
    last_days_ago=3,
    at=time(11, 30),
    course={1: 52, 3: 64},
    moments={
        1: Moment(
            intention="Ask what brought them here now",
            shared_note="My first beginning on my own. I explained a lot, perhaps too much.",
        ),
        2: Moment(last_intention="yes"),
        3: Moment(
            hold_back=True,
            shared_note="They asked how old I am. I answered with a question and am not proud "
            "of it.",
        ),
    },
)

STORIES = (STEADY, STRAINED, BY_PHONE, JUST_BEGUN)
