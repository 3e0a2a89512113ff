"""Who gets which page: every route, asked by everyone."""

import re

import pytest
from django.utils import timezone

from tests import routes
from tests.access_roles import AUTHOR, MISSING, NOT_SO, READERS, ROLES, SIGN_IN, WRITER
from tests.access_table import OUTSIDE, TABLE
from tests.asking import ask, browser_of, expected, said
from tests.security import law

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return routes.build_world(today=timezone.localdate())


def without_ids(answer, values):
    """A page without what differs from one request to the next."""
    text = re.sub(r'(nonce|value)="[^"]*"|X-CSRFToken": "[^"]*"', "", answer.content.decode())
    for value in values.values():
        text = text.replace(str(value), "")
    return text


@pytest.mark.requirement("AUTHZ-01")
def test_every_route_has_its_line():
    assert set(routes.names()) == set(TABLE)


@pytest.mark.requirement("AUTHZ-01")
def test_every_page_has_its_law():
    """tests/security/routes.csv says which object and action of matrix.csv a page is."""
    assert law.problems_with(TABLE, outside=OUTSIDE) == []


@pytest.mark.requirement("AUTHZ-01")
@pytest.mark.parametrize("role", ROLES)
def test_everyone_gets_what_the_table_says(world, role, tried):
    browser, prefix = browser_of(world, role)
    differing = []
    for name, (get, post) in TABLE.items():
        for method, who in (("GET", get), ("POST", post)):
            got = said(ask(browser, method, prefix + routes.path_of(name, world.ids)))
            due = expected(who, role)
            if who is None and name.startswith(OUTSIDE):
                due = NOT_SO if got != SIGN_IN else SIGN_IN
            if got != due:
                differing.append((name, method, got, due))

    tried(2 * len(TABLE))
    assert differing == []


@pytest.mark.requirement("AUTHZ-01", "AUTHZ-02")
def test_in_the_clinic_of_others_every_page_is_missing(world):
    browser, _own = browser_of(world, "stranger")
    _user, slug = world.people["author"]
    inside = [name for name in TABLE if not name.startswith(OUTSIDE)]

    answers = {
        name: {
            said(ask(browser, method, f"/c/{slug}{routes.path_of(name, world.ids)}"))
            for method in ("GET", "POST")
        }
        for name in inside
    }

    assert [name for name, got in answers.items() if got != {MISSING}] == []


@pytest.mark.requirement("AUTHZ-02")
@pytest.mark.parametrize("role", ["peer", "admin", "ended", "stranger"])
def test_what_is_not_for_one_looks_like_what_is_not_there(world, role):
    browser, prefix = browser_of(world, role)
    unknown = routes.unknown_ids() | {"card": world.ids["card"]}
    differing = []
    for name, who in TABLE.items():
        for method, rule in zip(("GET", "POST"), who, strict=True):
            if rule not in (READERS, WRITER, AUTHOR):
                continue
            hidden = ask(browser, method, prefix + routes.path_of(name, world.ids))
            missing = ask(browser, method, prefix + routes.path_of(name, unknown))
            if without_ids(hidden, world.ids) != without_ids(missing, unknown):
                differing.append((name, method))
            if dict(hidden.headers).keys() != dict(missing.headers).keys():
                differing.append((name, method))

    assert differing == []


def whole(answer) -> str:
    """All that was answered, also where it comes piece by piece."""
    return b"".join(answer).decode(errors="replace")


@pytest.mark.parametrize("role", ["peer", "admin", "ended", "stranger"])
def test_no_page_that_is_answered_holds_a_word_of_the_author(world, role):
    browser, prefix = browser_of(world, role)

    shown = [
        name
        for name, (get, _post) in TABLE.items()
        if get and "canary" in whole(ask(browser, "GET", prefix + routes.path_of(name, world.ids)))
    ]

    assert shown == []
