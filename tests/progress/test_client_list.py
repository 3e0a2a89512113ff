"""The list of clients: found by code and state, with a row each."""

import re

import pytest

from alliance.logbook.services import clients
from alliance.progress.queries.client_list import PAGE, searchable
from tests import make
from tests.browse import (
    LIST_QUERIES,
    Browser,
    counted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def listed(client, member, **query) -> list[str]:
    page = Browser(client, member).read("/clients/", data=query)
    return re.findall(r'<li class="case"><a class="code" href="[^"]+">([^<]+)', page)


@pytest.fixture
def caseload():
    member = make.member()
    for code in ("A-1", "A-12", "B-7"):
        make.client(of=member, code=code)
    closed = make.client(of=member, code="C-12")
    clients.close_client(closed, reason="completed", on=make.TODAY, by=member)
    return member


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["A-1", "A-12", "B-7"]),
        ({"show": "closed"}, ["C-12"]),
        ({"show": "all"}, ["A-1", "A-12", "B-7", "C-12"]),
        ({"show": "\x00"}, ["A-1", "A-12", "B-7"]),
        ({"q": "a-1"}, ["A-1", "A-12"]),
        ({"q": " 12 ", "show": "all"}, ["A-12", "C-12"]),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
        ({"q": "A-1\x00"}, ["A-1", "A-12"]),
        ({"q": "B" * 100_000}, []),
        ({"page": "7"}, ["A-1", "A-12", "B-7"]),
    ],
)
def test_clients_are_found_by_code_and_state(client, caseload, query, codes):
    assert listed(client, caseload, **query) == codes


def test_other_peoples_clients_are_not_listed(client, caseload):
    assert listed(client, make.member(of=caseload.clinic)) == []
    assert listed(client, make.member(of=caseload.clinic, roles="admin")) == []


def test_fifty_clients_are_a_page_and_cost_the_same(client, caseload):
    browser = Browser(client, caseload)
    with counted() as few:
        browser.read("/clients/")
    for number in range(PAGE):
        make.client(of=caseload, code=f"Z-{number:03}")

    with counted() as many:
        first = browser.read("/clients/")

    assert first.count('class="case"') == PAGE
    assert len(listed(client, caseload, page=2)) == 3
    assert len(many) == len(few)
    assert len(many) - LIST_QUERIES == 2


def test_a_row_says_how_many_sessions_and_when(client):
    about = make.client(sessions_before=3)
    make.series(about, count=2)

    page = Browser(client, about.clinician).read("/clients/")

    assert "5 sessions" in page
    assert "Thu 19 Nov" in page


def test_a_row_of_a_closed_client_says_how_it_ended(client, caseload):
    page = Browser(client, caseload).read("/clients/", data={"show": "closed"})

    assert "Closed 19 Nov 2026, completed" in page


def test_what_no_code_can_hold_is_not_looked_for():
    assert searchable(" k\x00-\n14\u202e ") == "K-14"
