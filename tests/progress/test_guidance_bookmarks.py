"""Reads that somebody keeps for themselves."""

import pytest

from alliance.logbook.models import CardMark
from alliance.logbook.services.card_marks import mark_card
from tests import make
from tests.browse import found_titles, library

pytestmark = pytest.mark.django_db
SUPERVISORS_CARD = "supervisor-safe-to-report"


def test_bookmarked_shows_what_one_keeps_oneself(client):
    member = make.member()
    mark_card("goals-ask", kind=CardMark.Kind.BOOKMARK, by=member)
    mark_card("repair-own", kind=CardMark.Kind.BOOKMARK, by=make.member(of=member.clinic))

    response = library(client, member, bookmarked="yes")

    assert found_titles(response) == ["Ask what they hope for, again"]


def test_without_bookmarks_it_says_how_to_make_one(client):
    response = library(client, make.member(), bookmarked="yes")

    assert "You have no bookmarks yet." in response.text


def test_a_pin_for_one_client_is_no_bookmark(client):
    about = make.client()
    mark_card("goals-ask", kind=CardMark.Kind.PINNED, client=about, by=about.clinician)

    response = library(client, about.clinician, bookmarked="yes")

    assert found_titles(response) == []


def test_a_card_that_was_read_is_no_bookmark(client):
    member = make.member()
    mark_card("goals-ask", kind=CardMark.Kind.READ, by=member)

    response = library(client, member, bookmarked="yes")

    assert found_titles(response) == []


def test_a_bookmark_of_a_supervisors_card_does_not_bring_it_to_a_clinician(client):
    member = make.member()
    mark_card(SUPERVISORS_CARD, kind=CardMark.Kind.BOOKMARK, by=member)

    response = library(client, member, bookmarked="yes")

    assert found_titles(response) == []
