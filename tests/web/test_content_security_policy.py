"""One policy for all answers: nothing from elsewhere, no script or style but ours."""

import re

import pytest

from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce'",
    "style-src": "'self' 'nonce'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def policy_of(answer) -> dict[str, str]:
    said = answer["Content-Security-Policy"]
    parts = (re.sub(r"'nonce-[^']{16,}'", "'nonce'", part.strip()) for part in said.split(";"))
    return dict(part.split(" ", 1) for part in parts if part)


def without_nonce(policy: dict[str, str]) -> dict[str, str]:
    """A page without a script of its own in the document carries no nonce."""
    return {name: sources.replace(" 'nonce'", "") for name, sources in policy.items()}


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/livez", "/nowhere/", "/static/css/base.css", "/c/nobody/"]
)
def test_answers_at_the_door_carry_it(client, path):
    answer = client.get(path)

    assert without_nonce(policy_of(answer)) == without_nonce(POLICY)


def test_a_page_carries_it_whole_with_a_nonce_of_its_own(client):
    browser = Browser(client, make.member())

    first, second = browser.get("/"), browser.get("/")

    assert policy_of(first) == POLICY
    assert first["Content-Security-Policy"] != second["Content-Security-Policy"]
