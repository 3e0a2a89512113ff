"""K-14, the client whom the demo shows first: two strains that were mended, and one half mended."""

from datetime import time

from alliance.home.demo.stories import Moment, Story
from alliance.logbook.entries import StrainEntry

BEFORE_THE_HOLIDAY = Moment(
    shift=-19,
    low=("goals-wants", "bond-pace"),
    opens=StrainEntry(
        kind="withdrawal",
        status="open",
        what_happened="I brought up the long break twice. They agreed to everything, looked at "
        "the window and left five minutes early.",
        may_have_felt=("distant", "burden"),
        strand="bond",
        noticed_by="me_afterwards",
        repair_steps=("none_yet",),
        next_step="Ask how the announcement of the break was for them",
        take_to_supervision=True,
    ),
    intention="Ask how it was to hear about the break",
    reflection="I wanted the break to be no trouble, so I made it sound like none. No wonder "
    "there was nothing left to say about it.",
)
AFTER_THE_HOLIDAY = Moment(
    shift=-6,
    last_intention="yes",
    takes_up=StrainEntry(
        status="partly",
        repair_steps=("raised", "owned"),
        client_response="Said that it had felt like being filed away, and then smiled.",
        next_step="Come back to it once, and not every week",
    ),
    intention="Come back to the break once, and let it be enough",
)
MENDED = Moment(
    last_intention="yes",
    takes_up=StrainEntry(
        status="repaired",
        repair_steps=("listened",),
        client_response="They brought it up themselves and said it was all right now.",
    ),
    reflection="I had thought of this as my mistake to tidy up. It became the subject of the "
    "best hour we have had.",
)
A_SHORT_STRAIN = Moment(
    shift=-8,
    opens=StrainEntry(
        kind="confrontation",
        status="open",
        what_happened="I repeated a question that they had answered already. They said so.",
        may_have_felt=("unheard",),
        strand="tasks",
        noticed_by="client",
        repair_steps=("owned",),
    ),
    intention="Say back what I heard before I ask the next thing",
)
THE_DIARY = Moment(
    shift=-20,
    low=("goals-wants", "tasks-together"),
    last_intention="in_part",
    opens=StrainEntry(
        kind="withdrawal",
        status="partly",
        what_happened="I asked about the diary. It stayed in the bag. Short answers for a while, "
        "until I said that the diary had been my idea.",
        may_have_felt=("pushed", "task"),
        strand="tasks",
        noticed_by="me_in_session",
        repair_steps=("raised", "owned"),
        client_response="Said they would think about whether they want it at all.",
        next_step="Ask whose task it is, before anything else",
    ),
    intention="Ask whose task the diary is, and what would make it worth dropping",
    reflection="The diary was for me. I like to have something in hand, and today it stood "
    "between us.",
    takes_card=True,
)

K14 = Story(
    code="K-14",
    sessions=24,
    last_days_ago=3,
    at=time(10, 0),
    course={1: 62, 8: 75, 15: 79, 24: 83},
    wobble=2.0,
    form="full",
    breaks={10: 2},
    moments={
        1: Moment(intention="Explain how the first hours may go"),
        2: Moment(last_intention="yes", intention="Ask what they would like to be asked about"),
        3: Moment(last_intention="in_part"),
        6: Moment(low=("repair-invited",), takes_card=True),
        7: Moment(last_intention="yes", outcome="helped"),
        10: BEFORE_THE_HOLIDAY,
        11: AFTER_THE_HOLIDAY,
        14: MENDED,
        19: A_SHORT_STRAIN,
        20: Moment(
            last_intention="yes",
            takes_up=StrainEntry(status="repaired", repair_steps=("listened",)),
        ),
        23: Moment(intention="Look at the diary together, if it is there"),
        24: THE_DIARY,
    },
)
