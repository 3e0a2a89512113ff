"""The therapist's clients in the demo. Everything is made up; nobody is meant."""

from datetime import time

from alliance.home.demo.stories import Moment, Story
from alliance.home.demo.told_of_k14 import K14
from alliance.logbook.entries import StrainEntry
from alliance.logbook.models import Absence

TWELVE_SESSIONS = Story(
    code="M-07",
    sessions=12,
    last_days_ago=3,
    at=time(9, 0),
    course={1: 60, 5: 72, 12: 77},
    moments={
        2: Moment(intention="Ask what a good hour here would leave behind"),
        3: Moment(last_intention="in_part"),
        8: Moment(
            reflection="We laughed today. It was the first hour that didn't feel like work for "
            "either of us, and we still got somewhere.",
        ),
        11: Moment(intention="Leave a silence alone before I fill it"),
        12: Moment(
            last_intention="yes",
            intention="Ask what has changed since we began, in their own words",
            reflection="I nearly summed up too early again. Waiting brought out the part about "
            "the move, which mattered more than anything I had planned.",
        ),
    },
)

OPEN_RUPTURE = Story(
    code="P-33",
    sessions=10,
    last_days_ago=2,
    at=time(15, 0),
    course={1: 66, 10: 74},
    moments={
        9: Moment(intention="Go back to the list and ask which line still counts"),
        10: Moment(
            shift=-17,
            low=("repair-invited", "goals-wants"),
            last_intention="no",
            opens=StrainEntry(
                kind="confrontation",
                status="open",
                what_happened="I opened the list again. They put their coat on, said we keep "
                "doing my homework and not theirs, and stayed by the door for the last minutes.",
                may_have_felt=("pushed", "goal"),
                strand="goals",
                noticed_by="client",
                repair_steps=("none_yet",),
                client_response="Said they would come next week, without looking up.",
                next_step="Say that I heard it, and leave the list in the drawer",
                take_to_supervision=True,
            ),
            intention="Say that I heard it, and ask what they would rather do",
            reflection="I felt caught out, and then hurried to explain. The list was there for "
            "my own peace of mind more than for theirs.",
        ),
    },
)

EASING_LOWER = Story(
    code="B-31",
    sessions=16,
    last_days_ago=6,
    at=time(11, 0),
    course={1: 82, 7: 83, 16: 60},
    wobble=2.0,
    form="full",
    breaks={5: 1},
    moments={
        4: Moment(low=("tasks-together",), takes_card=True),
        5: Moment(outcome="helped", last_intention="yes"),
        13: Moment(intention="Explain why we are going back to the mornings"),
        14: Moment(last_intention="in_part"),
        16: Moment(
            low=("goals-link",),
            intention="Ask whether this still is what they came for",
            reflection="Nothing went wrong, and still each hour is a little thinner than the one "
            "before. I notice that I look at the clock.",
        ),
    },
)

FEW_SESSIONS = Story(
    code="R-22",
    sessions=2,
    last_days_ago=4,
    at=time(14, 0),
    course={1: 58, 2: 66},
    moments={
        1: Moment(
            intention="Explain again how the first hours may go",
            reflection="Much was said in the last five minutes. I want to begin earlier with "
            "what they expect from me.",
        ),
        2: Moment(last_intention="yes", intention="Ask what made it possible to come back"),
    },
)

BY_VIDEO = Story(
    code="T-05",
    sessions=11,
    last_days_ago=7,
    at=time(17, 30),
    course={1: 68, 11: 73},
    setting="video",
    breaks={6: 2},
    moments={
        6: Moment(
            shift=-5,
            low=("bond-pace",),
            intention="Ask at the start whether they can talk freely today",
        ),
        7: Moment(last_intention="yes"),
        11: Moment(intention="Keep my eyes on the camera while they look for words"),
    },
    draft_answers=6,
)

REQUIRED_TO_COME = Story(
    code="H-18",
    sessions=9,
    last_days_ago=1,
    at=time(16, 0),
    course={1: 44, 4: 50, 9: 72},
    contexts=("mandated",),
    missed={2: Absence.Kind.CANCELLED},
    moments={
        1: Moment(
            shift=-4,
            opens=StrainEntry(
                kind="withdrawal",
                status="open",
                what_happened="Answered in single words and kept the bag on their lap.",
                may_have_felt=("forced",),
                noticed_by="me_in_session",
                repair_steps=("raised",),
            ),
            intention="Say plainly what I report and what I don't",
        ),
        3: Moment(
            last_intention="yes",
            takes_up=StrainEntry(status="partly", repair_steps=("listened", "rationale")),
        ),
        6: Moment(
            takes_up=StrainEntry(
                status="repaired",
                repair_steps=("goals_again",),
                client_response="Chose the subject for the first time.",
            ),
            reflection="They asked whether we could go on after the order ends. I hadn't seen "
            "that coming when we began.",
        ),
        9: Moment(intention="Find out whether they want the last two hours for something else"),
    },
)

CLOSED = Story(
    code="D-40",
    sessions=14,
    last_days_ago=32,
    at=time(10, 0),
    course={1: 70, 6: 80, 14: 86},
    closed="completed",
    moments={
        12: Moment(intention="Ask what they would do first if it came back"),
        13: Moment(last_intention="yes"),
        14: Moment(
            reflection="A good ending. We went through what had helped, and most of it was not "
            "what I would have named.",
        ),
    },
)

LONG_BEFORE_ALLIANCE = Story(
    code="V-26",
    sessions=18,
    last_days_ago=5,
    at=time(12, 0),
    course={1: 75, 18: 75},
    wobble=0.8,
    stray=0.03,
    form="full",
    contexts=("quiet_client",),
    sessions_before=31,
    breaks={3: 1, 10: 2},
    moments={
        15: Moment(
            intention="Name one thing I am unsure about and see what they make of it",
        ),
        16: Moment(last_intention="no_longer_fitted"),
        18: Moment(
            reflection="Calm, friendly, and the same as last week. I wonder what we are both "
            "being careful about.",
        ),
    },
)

STORIES = (
    K14,
    TWELVE_SESSIONS,
    OPEN_RUPTURE,
    EASING_LOWER,
    FEW_SESSIONS,
    BY_VIDEO,
    REQUIRED_TO_COME,
    CLOSED,
    LONG_BEFORE_ALLIANCE,
)
