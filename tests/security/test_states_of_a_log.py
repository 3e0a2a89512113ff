"""A log goes from state to state by the ways that are listed here, and by no other."""

import itertools
import random
import uuid

import pytest
from django.utils import timezone

from alliance.logbook.models import SessionLog
from tests import make
from tests.browse import posted
from tests.in_role import AppClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTHZ-16")]
STATES = ("saved", "signed off", "trashed")
ROLES = ("author", "supervisor", "peer", "admin")
ACTS = {
    "change": "/log/{pk}/change/",
    "trash": "/log/{pk}/trash/",
    "restore": "/log/{pk}/restore/",
    "sign off": "/reviews/{pk}/sign-off/",
    "take back": "/reviews/{pk}/sign-off/undo/",
    "comment": "/reviews/{pk}/comment/",
}
DONE, NO, MISSING = 302, 403, 404
# (state, role, act) → the answer, and the state after it. What is not here is missing.
LISTED = {
    ("saved", "author", "change"): (DONE, "saved"),
    ("saved", "author", "trash"): (DONE, "trashed"),
    ("saved", "author", "sign off"): (NO, "saved"),
    ("saved", "author", "take back"): (NO, "saved"),
    # An author answers below the log, not on the supervisor's page of it.
    ("saved", "author", "comment"): (NO, "saved"),
    ("saved", "supervisor", "change"): (NO, "saved"),
    ("saved", "supervisor", "trash"): (NO, "saved"),
    ("saved", "supervisor", "sign off"): (DONE, "signed off"),
    ("saved", "supervisor", "take back"): (DONE, "saved"),
    ("saved", "supervisor", "comment"): (DONE, "saved"),
    # Amended: the version that was signed stays beside it.
    ("signed off", "author", "change"): (DONE, "signed off"),
    ("signed off", "author", "trash"): (NO, "signed off"),
    ("signed off", "author", "sign off"): (NO, "signed off"),
    ("signed off", "author", "take back"): (NO, "signed off"),
    ("signed off", "author", "comment"): (NO, "signed off"),
    ("signed off", "supervisor", "change"): (NO, "signed off"),
    ("signed off", "supervisor", "trash"): (NO, "signed off"),
    ("signed off", "supervisor", "sign off"): (DONE, "signed off"),
    ("signed off", "supervisor", "take back"): (DONE, "saved"),
    ("signed off", "supervisor", "comment"): (DONE, "signed off"),
    ("trashed", "author", "restore"): (DONE, "saved"),
}
# How a log gets into a state.
WAY_TO = {
    "saved": [],
    "signed off": [("supervisor", "sign off")],
    "trashed": [("author", "trash")],
}


class Office:
    """One log, and everybody who may try something with it."""

    def __init__(self) -> None:
        author = make.member()
        supervisor = make.member(of=author.clinic, roles="supervisor")
        make.supervision(supervisor, author)
        peer = make.member(of=author.clinic)
        admin = make.member(of=author.clinic, roles="admin")
        self.browsers = {}
        for role, member in zip(ROLES, (author, supervisor, peer, admin), strict=True):
            self.browsers[role] = AppClient()
            self.browsers[role].force_login(member.user)
        self.prefix = f"/c/{author.clinic.slug}"
        self.author, self.log = author, None

    def new_log(self, state="saved"):
        about = make.client(of=self.author)
        self.log = make.log(of=about, held_on=timezone.localdate())
        for role, act in WAY_TO[state]:
            self.do(role, act)
        assert self.state == state

    def do(self, role, act):
        log = SessionLog.objects.get(pk=self.log.pk)
        form = {}
        if act == "change":
            form = posted(log.client, held_on=str(log.held_on), intention=f"Wait {uuid.uuid4()}.")
        form |= {"version": str(log.version), "text": "x", "submission": str(uuid.uuid4())}
        path = self.prefix + ACTS[act].format(pk=log.pk)
        return self.browsers[role].post(path, form).status_code

    @property
    def state(self):
        log = SessionLog.objects.get(pk=self.log.pk)
        if log.trashed_at:
            return "trashed"
        return "signed off" if log.is_signed_off else "saved"


def due(state, role, act):
    return LISTED.get((state, role, act), (MISSING, state))


def test_each_act_of_each_role_in_each_state_has_the_answer_that_is_listed(tried):
    office, differing = Office(), []
    for state in STATES:
        office.new_log(state)
        for role, act in itertools.product(ROLES, ACTS):
            got = office.do(role, act), office.state
            if got != due(state, role, act):
                differing.append((state, role, act, got))
            if got[0] == DONE:
                office.new_log(state)

    assert differing == []
    tried(len(STATES) * len(ROLES) * len(ACTS))


class Expected:
    """What a log has come to. Taking a sign-off back leaves one of an earlier version."""

    def __init__(self) -> None:
        self.version, self.signed, self.is_trashed = 1, set(), False

    @property
    def state(self):
        if self.is_trashed:
            return "trashed"
        return "signed off" if self.signed else "saved"

    def do(self, role, act):
        answer, _usual = due(self.state, role, act)
        if answer == DONE:
            self.version += act == "change"
            self.is_trashed = act == "trash"
            self.signed |= {self.version} if act == "sign off" else set()
            self.signed -= {self.version} if act == "take back" else set()
        return answer


def test_whatever_people_do_in_whatever_order_only_what_is_listed_happens(how_many, tried):
    office, dice = Office(), random.Random(16)
    for _walk in range(how_many(2, full=100)):
        office.new_log()
        expected, way = Expected(), []
        for _step in range(30):
            role, act = dice.choice(ROLES), dice.choice([*ACTS])
            way.append((role, act))
            assert office.do(role, act) == expected.do(role, act), way
            assert office.state == expected.state, way
            tried(1)
