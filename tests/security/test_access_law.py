"""`matrix.csv` is the law: every page, asked by everyone, of a record in each of its states."""

import re
from copy import deepcopy

import pytest
from django.db import transaction
from django.utils import timezone

from tests import routes
from tests.access_roles import MISSING, NO, OK, SIGN_IN
from tests.asking import said
from tests.in_role import AppClient as Browser
from tests.security.law import IN_AN_ABSENCE, ROLES, THEIR_PAGES, matrix, may, pages
from tests.security.world import STATES, build_law

pytestmark = pytest.mark.django_db

# An id of one's own sign-in, which is no record of anybody's: any other ends nothing.
OF_ONESELF = {"people:end_sign_in"}
NAMES_A_RECORD = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}/")
# Forms that must name somebody before there is anything to answer.
NAMES_A_SUPERVISOR = {"logbook:show_to", "logbook:stop_showing"}


@pytest.fixture
def law():
    return build_law(today=timezone.localdate())


def due(asker, page, path, state):
    """What the law says of this request."""
    if not asker.user or not asker.user.is_active:
        return SIGN_IN
    if not asker.roles_held:
        return MISSING
    is_of_a_record = bool(NAMES_A_RECORD.search(path)) and page.route not in OF_ONESELF
    if asker.role == "OC":
        return MISSING if is_of_a_record else OK
    is_shut = asker.role in IN_AN_ABSENCE and is_of_a_record and page.object not in THEIR_PAGES
    if may(asker.role, page.action, page.object, state) and not is_shut:
        return OK
    is_at_the_door = page.door and page.door not in asker.roles_held
    is_seen = may(asker.role, "view", page.object, state) and not is_shut
    if is_at_the_door or not is_of_a_record or is_seen:
        return NO
    return MISSING


def ask(browser, page, path, law):
    """The answer; whatever was written is taken back, and a sign-out too."""
    fields = {"supervisor": law.supervisor.pk} if page.route in NAMES_A_SUPERVISOR else {}
    send = browser.post if page.method == "POST" else browser.get
    cookies = deepcopy(browser.cookies)
    with transaction.atomic():
        answer = send(path, fields)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


def states_of(thing, everything, asker):
    """The usual one and, for members, those in which the object differs; or all there are."""
    if not everything and asker.role in IN_AN_ABSENCE and thing not in THEIR_PAGES:
        return ["saved"]
    told = {state for known, state in matrix() if known == thing and state}
    if not everything and not asker.roles_held:
        return ["saved"]
    return [*STATES, *(told - {*STATES})] if everything else ["saved", *sorted(told)]


@pytest.mark.requirement("AUTHZ-01", "AUTHZ-16")
def test_everyone_gets_what_the_law_says_of_a_record_in_every_state(law, tried, how_many):
    everything = how_many(False, full=True)
    differing, count = [], 0
    for asker in law.askers:
        browser = Browser()
        if asker.user:
            browser.force_login(asker.user)
        for page in pages().values():
            for state in states_of(page.object, everything, asker):
                ids = law.states[state] | asker.ids
                path = f"/c/{asker.slug}{routes.path_of(page.route, ids)}"
                got = said(ask(browser, page, path, law))
                count += 1
                if got != due(asker, page, path, state):
                    differing.append((asker.role, page.route, page.method, state, got))

    tried(count)
    assert count >= 2000
    assert differing == []


@pytest.mark.requirement("AUTHZ-01")
def test_every_role_of_the_law_is_asked(law):
    assert {asker.role for asker in law.askers} == set(ROLES)
