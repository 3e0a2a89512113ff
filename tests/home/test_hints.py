"""Hints of the first week stand beside the work, go on when read, and never come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.people.models import Membership
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    member = make.member()
    make.client(of=member)
    return member


def test_hints_go_on_when_read_and_then_are_over(client, member):
    browser = Browser(client, member)

    for number in range(1, 6):
        assert f"Hint {number} of 5" in browser.read("/")
        browser.post("/hints/read/", {"number": number})

    assert "of 5" not in browser.read("/")


def test_a_second_press_skips_nothing_and_a_late_one_brings_nothing_back(client, member):
    browser = Browser(client, member)
    for number in (1, 1, 2, 1):
        browser.post("/hints/read/", {"number": number})

    assert "Hint 3 of 5" in browser.read("/")


def test_they_can_be_stopped_at_once(client, member):
    browser = Browser(client, member)
    browser.post("/hints/stop/")

    assert "Hint" not in browser.read("/")


def test_after_a_week_they_are_over(client, member):
    Membership.objects.filter(pk=member.pk).update(joined_at=timezone.now() - timedelta(days=7))

    assert "Hint" not in Browser(client, member).read("/")


def test_supervisors_get_their_own(client):
    supervisor = make.member(roles="supervisor")

    page = Browser(client, supervisor).read("/")

    assert "Hint 1 of 5" in page
    assert "queue" in page


@pytest.mark.parametrize("odd", ["0", "100", "x", ""])
def test_what_is_no_hint_is_a_bad_request(client, member, odd):
    assert Browser(client, member).post("/hints/read/", {"number": odd}).status_code == 400
