"""Lets a test say which requirements it holds and how often it tried; see tools/security.py.

    @pytest.mark.requirement("AUTHZ-02")
    def test_a_foreign_id_looks_like_none(tried): ... tried(len(pairs))

Both end up as properties of the test in pytest's JUnit report.
"""

import os

import pytest

from tests.security.requirements import titles


def pytest_collection_modifyitems(items):
    known = titles()
    for item in items:
        for marker in item.iter_markers("requirement"):
            for requirement in marker.args:
                if requirement not in known:
                    raise pytest.UsageError(f"{item.nodeid}: no requirement {requirement}")
                item.user_properties.append(("requirement", requirement))


@pytest.fixture
def tried(request):
    """`tried(500)`: this test made 500 probes. Said again, they add up."""
    return lambda count: request.node.user_properties.append(("tried", count))


@pytest.fixture(scope="session")
def how_many():
    """`how_many(200, full=20_000)`: few in `make test`, all of them in `make security`."""
    return lambda few, *, full: full if os.environ.get("ALLIANCE_PROBES") == "full" else few
