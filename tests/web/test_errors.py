"""What went wrong is said without the database, which may be what failed: no test here has one."""

import logging
import re

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.test import Client
from django.urls import include, path

from alliance.urls import handler400, handler403, handler404, handler500  # noqa: F401
from alliance.web import errors
from alliance.web.addresses import outside_clinic

pytestmark = pytest.mark.urls(__name__)

FAILURES = {
    "damaged": BadRequest("K-14"),
    "forbidden": PermissionDenied("K-14"),
    "hidden": Http404("K-14"),
    "broken": RuntimeError("K-14"),
}


@transaction.non_atomic_requests
@outside_clinic
@login_not_required
def fail(request, how):
    raise FAILURES[how]


@transaction.non_atomic_requests
@outside_clinic
@login_not_required
def closed(request):
    return errors.unavailable(request, why="The disk is full.", retry_after_seconds=120)


@transaction.non_atomic_requests
@outside_clinic
@login_not_required
def write(request):
    return HttpResponse("written")


urlpatterns = [
    path("fail/<str:how>/", fail),
    path("closed/", closed),
    path("write/", write),
    path("accounts/", include("allauth.urls")),
]


@pytest.fixture
def browser():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("damaged", 400, "What you saved before is safe"),
        ("forbidden", 403, "Nothing was changed"),
        ("hidden", 404, "There is nothing at this address"),
        ("broken", 500, "is safe"),
    ],
)
def test_each_page_says_what_is_safe(browser, how, status, said):
    answer = browser.get(f"/fail/{how}/")

    assert answer.status_code == status
    assert said in answer.content.decode()


def test_what_one_may_not_see_looks_just_like_what_does_not_exist(browser):
    hidden = browser.get("/fail/hidden/")
    missing = browser.get("/no/such/page/")

    assert hidden.status_code == missing.status_code == 404
    assert without_nonce(hidden) == without_nonce(missing)


@pytest.mark.parametrize("how", FAILURES)
def test_no_page_repeats_what_the_failure_said(browser, how):
    assert "K-14" not in browser.get(f"/fail/{how}/").content.decode()


def test_the_reference_on_the_page_is_in_the_servers_log(browser, caplog):
    with caplog.at_level(logging.ERROR, logger="alliance.web.errors"):
        page = browser.get("/fail/broken/").content.decode()

    reference = re.search(r"Reference (\w{4}-\w{2})", page)[1]
    assert f"reference {reference}" in caplog.text


@pytest.mark.parametrize("address", ["/fail/broken/", "/closed/"])
def test_who_is_signed_in_is_not_asked_where_asking_may_have_failed(browser, address):
    browser.cookies[settings.SESSION_COOKIE_NAME] = "a-session-in-the-database"

    assert "is safe" in browser.get(address).content.decode()


def test_two_failures_have_two_references(browser):
    pages = {browser.get("/fail/broken/").content.decode() for _ in range(2)}

    assert len({re.search(r"Reference (\S+)<", page)[1] for page in pages}) == 2


def test_a_closed_page_says_why_and_when_to_come_back(browser):
    answer = browser.get("/closed/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert "The disk is full." in answer.content.decode()


def test_a_form_from_before_the_sign_in_says_that_the_words_are_still_there():
    answer = Client(enforce_csrf_checks=True).post("/write/", {"reflection": "K-14 was late"})

    assert answer.status_code == 403
    assert "what you wrote is still there" in answer.content.decode()
    assert "K-14" not in answer.content.decode()


@pytest.mark.parametrize("address", ["/fail/hidden/", "/fail/broken/", "/closed/"])
def test_a_page_about_a_failure_keeps_to_the_content_security_policy(browser, address):
    answer = browser.get(address)

    nonce = re.search(r'<script nonce="([^"]+)"', answer.content.decode())[1]
    assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]


def without_nonce(answer):
    return re.sub(r'nonce="[^"]+"', "", answer.content.decode())
