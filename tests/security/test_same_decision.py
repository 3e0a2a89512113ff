"""Another spelling of an address, another method or a telling header opens nothing."""

import random
import re

import pytest
from django.utils import timezone

from tests import routes
from tests.access_roles import OK
from tests.asking import said
from tests.in_role import AppClient as Browser
from tests.security.canaries import SHAPE
from tests.security.law import pages
from tests.security.world import build_law

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTHZ-14")]
ANY_WORD = re.compile(SHAPE.replace("{number:03}", r"\d{3}"), re.IGNORECASE)

METHODS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"]
SPELLINGS = [
    lambda path: path.rstrip("/"),
    lambda path: path + "/",
    lambda path: path.replace("/", "//"),
    lambda path: path.replace("/c/", "/c/./"),
    lambda path: path.replace("-", "%2d"),
    lambda path: path.replace("/log", "/%6cog"),
    lambda path: path + "%2e",
    lambda path: path + "..%2f",
    lambda path: path.upper(),
    lambda path: path.title(),
    lambda path: path.rstrip("/") + ".json",
    lambda path: path + "?format=json",
    lambda path: path + ";a=b",
    lambda path: path + "%00",
    lambda path: path + "%20",
]
HEADERS = [
    {"X-HTTP-Method-Override": "GET"},
    {"X-HTTP-Method-Override": "POST"},
    {"X-Original-URL": "/", "X-Rewrite-URL": "/"},
    {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost"},
    {"Accept": "application/json"},
    {"HX-Request": "true", "X-Requested-With": "XMLHttpRequest"},
]


def variants(path):
    yield from (("GET", spelt(path), {}) for spelt in SPELLINGS)
    yield from ((method, path, {}) for method in METHODS)
    yield from (("GET", path, headers) for headers in HEADERS)
    yield "POST", path, {"X-HTTP-Method-Override": "GET"}


@pytest.mark.parametrize("role", ["PE", "CA", "SX", "AN"])
def test_what_is_not_answered_is_not_answered_spelt_otherwise(role, tried, how_many):
    law = build_law(today=timezone.localdate())
    asker = next(asker for asker in law.askers if asker.role == role)
    browser = Browser(raise_request_exception=False)
    if asker.user:
        browser.force_login(asker.user)
    opened, count = [], 0
    for page in chosen(list(pages().values()), how_many(12, full=None)):
        path = f"/c/{asker.slug}{routes.path_of(page.route, law.states['saved'])}"
        if page.method != "GET" or said(browser.get(path)) == OK:
            continue
        for method, spelt, headers in variants(path):
            answer = browser.generic(method, spelt, headers=headers)
            count += 1
            if said(answer) == OK or ANY_WORD.search(answer.text) or answer.status_code >= 500:
                opened.append((method, spelt, headers, answer.status_code))

    tried(count)
    assert count
    assert opened == []


def chosen(everything, most):
    """All of them, or some that are others another day."""
    if most is None:
        return everything
    day = timezone.localdate().toordinal()
    return random.Random(day).sample(everything, most * 4)
