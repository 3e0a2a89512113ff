"""The database or the disk is away: a page that says so, gives back what was typed, and waits."""

import errno
import sqlite3

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, transaction
from django.test import Client
from django.urls import include, path

from alliance.urls import handler400, handler403, handler404, handler500  # noqa: F401
from alliance.web.addresses import outside_clinic

pytestmark = [pytest.mark.urls(__name__), pytest.mark.requirement("REL-11", "REL-16")]

AWAY = {
    "refused": OperationalError("connection to server failed: K-14"),
    "closed": InterfaceError("connection already closed"),
    "unwritable": OSError(errno.ENOSPC, "No space left"),
}


def raised(code, words):
    """As Django raises what SQLite said."""
    cause = sqlite3.OperationalError(words)
    cause.sqlite_errorcode = code
    error = OperationalError(words)
    error.__cause__ = cause
    return error


AWAY["full"] = raised(sqlite3.SQLITE_FULL, "database or disk is full")
AWAY["busy"] = raised(sqlite3.SQLITE_BUSY, "database is locked")
WRONG = raised(sqlite3.SQLITE_ERROR, "no such table: K-14")
NOTE = "She came in and sat down, and for a long while <nothing> was said.\nThen she laughed."


@transaction.non_atomic_requests
@outside_clinic
@login_not_required
def save(request, how):
    raise AWAY.get(how, WRONG)


urlpatterns = [
    path("save/<str:how>/", save),
    path("accounts/password/<str:how>/", save),
    path("accounts/2fa/<str:how>/", save),
    path("accounts/", include("allauth.urls")),
]


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("how", AWAY)
def test_it_is_no_fault_of_the_page_and_can_be_asked_again(browser, how):
    answer = browser.get(f"/save/{how}/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "K-14" not in answer.text


def test_a_full_disk_is_said_to_be_one(browser):
    assert "disk takes nothing more" in browser.get("/save/full/").text
    assert "disk takes nothing more" in browser.get("/save/unwritable/").text
    assert "database doesn’t answer" in browser.get("/save/refused/").text


def test_what_was_typed_is_given_back_to_be_sent_again(browser):
    sent = {"reflection": NOTE, "submission": "01a2", "contexts": ["telehealth", "trainee"]}

    page = browser.post("/save/refused/?form=full", sent).text

    assert 'action="/save/refused/?form=full"' in page
    assert "sat down, and for a long while &lt;nothing&gt; was said.\nThen she laughed." in page
    assert '<input type="hidden" name="submission" value="01a2">' in page
    assert page.count('name="contexts"') == 2


@pytest.mark.parametrize("address", ["/save/refused/", "/accounts/password/refused/"])
def test_a_password_is_never_given_back(browser, address):
    sent = {"password1": "quite-a-long-passphrase", "login": "me"}

    page = browser.post(address, sent).text

    assert "quite-a-long-passphrase" not in page
    assert "<textarea" not in page


def test_the_second_step_of_a_sign_in_is_not_given_back_either(browser):
    page = browser.post("/accounts/2fa/refused/", {"code": "123456"}).text

    assert "123456" not in page


def test_the_token_of_the_form_goes_along(browser):
    page = browser.post("/save/refused/", {"csrfmiddlewaretoken": "t0k3n"}).text

    assert 'name="csrfmiddlewaretoken" value="t0k3n"' in page


def test_a_wrong_statement_stays_a_fault(browser):
    assert browser.get("/save/otherwise/").status_code == 500
