"""Where the database takes no entry of the trail, nothing of a clinic is shown or done."""

import pytest
from django.db import connection
from django.utils import timezone

from alliance.people.trail import UNTOLD
from tests import routes
from tests.access_table import OUTSIDE, TABLE
from tests.asking import ask
from tests.in_role import AppClient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUD-06")]
# As an operator might do it, or a disk that is full would.
CLOSE = {
    "postgresql": "REVOKE INSERT ON audit_entry FROM alliance_app",
    "sqlite": "CREATE TRIGGER closed BEFORE INSERT ON audit_entry"
    " BEGIN SELECT RAISE(ABORT, 'no entry'); END",
}


@pytest.fixture
def world():
    world = routes.build_world(today=timezone.localdate())
    with connection.cursor() as cursor:
        cursor.execute(CLOSE[connection.vendor])
    return world


def answers_to(world, role):
    """Route and method → what an empty form or a look got."""
    user, slug = world.people[role]
    browser = AppClient()
    browser.force_login(user)
    return {
        (name, method): ask(browser, method, f"/c/{slug}{routes.path_of(name, world.ids)}")
        for name, methods in TABLE.items()
        for method, who in zip(("GET", "POST"), methods, strict=True)
        if who and not name.startswith(OUTSIDE)
    }


def test_no_page_opens_and_no_form_is_taken(world, tried, how_many):
    for role in how_many(["author"], full=["author", "supervisor", "admin", "peer"]):
        answers = answers_to(world, role)
        closed = [answer for answer in answers.values() if answer.status_code == 503]
        for (name, method), answer in answers.items():
            is_shown = method == "GET" and answer.status_code == 200
            assert not is_shown or name in UNTOLD, (role, name)
            assert b"a canary" not in b"".join(answer).lower(), (role, name)
        assert all("Retry-After" in answer.headers for answer in closed)
        assert len(closed) > 40, role
        tried(len(answers))
