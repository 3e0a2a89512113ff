from datetime import timedelta

import pytest

from tests import make
from tests.browse import Browser


@pytest.fixture
def signed_in(client):
    """Sign a member in and get pages of their clinic: signed_in(member).get("/log/new/")."""
    return lambda member: Browser(client, member)


@pytest.fixture
def log_weekly():
    """`log_weekly(client)`: a function that logs the next session, a week later each time."""

    def of(client, *, first=make.TODAY - timedelta(weeks=40)):
        days = iter(first + timedelta(weeks=week) for week in range(40))
        return lambda **fields: make.log(of=client, held_on=next(days), **fields)

    return of
