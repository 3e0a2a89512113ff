"""Another address to sign in with: shown to be theirs first, and the old one is told."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from alliance.audit.models import Entry
from tests import make
from tests.security.signing_in import LOGIN, is_in, person, signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("AUTH-12")]
PAGE, NEW = "/accounts/email/", "another@clinic.example"


@pytest.fixture
def member():
    member = person()
    make.client(of=member, code="K-77")
    return member


@pytest.fixture
def browser(member):
    browser = signed_in(member)
    mail.outbox.clear()
    return browser


def press(browser, action: str, address: str = NEW):
    return browser.post(PAGE, {"email": address, f"action_{action}": ""})


def told() -> list[tuple[str, str]]:
    """Who was told what, by subject; the box is empty afterwards."""
    found = [(message.to[0], message.subject) for message in mail.outbox]
    assert not any("K-77" in message.body for message in mail.outbox)
    mail.outbox.clear()
    return found


def confirm() -> None:
    """Opens the link that was sent, in a browser nobody is signed in to."""
    (link,) = {found for m in mail.outbox for found in re.findall(r"/accounts/con\S+", m.body)}
    Client().post(link)


def test_whoever_owns_the_account_is_told_that_an_address_was_added(member, browser):
    other = signed_in(member)
    mail.outbox.clear()

    press(browser, "add")

    assert sorted(told()) == sorted(
        [
            (NEW, "Confirm your address"),
            (member.user.email, "An address was added"),
        ]
    )
    assert is_in(browser, member)
    assert not is_in(other, member)
    assert Entry.objects.filter(verb="changed their sign-in", object_id=member.pk).exists()


def test_an_address_that_is_not_confirmed_is_none_to_sign_in_with(member, browser):
    press(browser, "add")

    press(browser, "primary")

    assert "Confirm this address first" in browser.get(PAGE).text
    assert not EmailAddress.objects.filter(user=member.user, email=NEW, primary=True).exists()
    member.user.refresh_from_db()
    assert member.user.email != NEW


def test_the_old_address_is_told_of_the_new_one(member, browser):
    old = member.user.email
    press(browser, "add")
    confirm()
    member.user.refresh_from_db()
    assert member.user.email == old
    other = signed_in(member)
    mail.outbox.clear()

    press(browser, "primary")

    assert told() == [(old, "Your address was changed")]
    assert not is_in(other, member)
    member.user.refresh_from_db()
    assert member.user.email == NEW


def test_a_removed_address_is_told_to_the_owner(member, browser):
    press(browser, "add")
    mail.outbox.clear()

    press(browser, "remove")

    assert told() == [(member.user.email, "An address was removed")]


@pytest.mark.requirement("AUTH-07")
def test_a_mistyped_address_gives_the_account_to_nobody(member, browser):
    """No link for a new password goes there before it was confirmed; afterwards one does."""
    press(browser, "add")
    link, subjects = [message for message in mail.outbox if message.to == [NEW]], []

    for _turn in range(2):
        mail.outbox.clear()
        Client(REMOTE_ADDR="10.7.7.7").post("/accounts/password/reset/", {"email": NEW})
        subjects += [("/key/" in message.body) for message in mail.outbox]
        mail.outbox[:] = link
        confirm()

    assert subjects == [False, True]


@pytest.mark.requirement("AUTH-06")
def test_the_address_of_somebody_else_is_answered_like_any_other(member, browser):
    other = make.user(email="taken@clinic.example", password=make.PASSWORD)

    answers = [press(browser, "add", address) for address in (other.email, "free@clinic.example")]
    pages = [re.sub(r'(nonce|value)="[^"]*"', "", browser.get(PAGE).text) for _ in answers]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, PAGE)}
    assert pages[0].count("taken@") == pages[0].count("free@")
    assert (
        Client().post(LOGIN, {"login": other.email, "password": make.PASSWORD}).status_code == 302
    )
