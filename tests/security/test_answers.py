"""What every answer carries, on every page, for everyone."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from tests import make, routes
from tests.asking import browser_of
from tests.browse import Browser
from tests.security.signing_in import person, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("author", "supervisor", "admin", "anonymous")


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.mark.requirement("WEB-03", "WEB-04", "SESS-07")
def test_every_answer_carries_what_protects_it(world, tried, how_many):
    missing, count = [], 0
    # All roles take a while.
    for role in ROLES[: how_many(1, full=4)]:
        browser, prefix = browser_of(world, role)
        for name in routes.names():
            answer = browser.get(prefix + routes.path_of(name, world.ids))
            count += 1
            missing += [
                (role, name, header)
                for header, value in HEADERS.items()
                if answer.get(header) != value
            ]
            if "frame-ancestors 'none'" not in answer.get("Content-Security-Policy", ""):
                missing.append((role, name, "CSP"))
            if user_is_signed_in(role) and "no-store" not in answer.get("Cache-Control", ""):
                missing.append((role, name, "no-store"))
            if "Access-Control-Allow-Origin" in answer:
                missing.append((role, name, "CORS"))

    tried(count)
    assert missing == []


def user_is_signed_in(role) -> bool:
    return role != "anonymous"


@pytest.mark.requirement("WEB-06", "INP-06")
def test_a_name_that_is_not_ours_is_refused_without_a_detail(client):
    answer = client.get("/accounts/login/", headers={"host": "evil.example"})

    assert answer.status_code == 400
    assert not re.search(r"Traceback|Django|ALLOWED_HOSTS|/alliance/|evil", answer.text)


@pytest.mark.requirement("WEB-06")
@pytest.mark.parametrize("path", ["/no/such/page/", "/c/nobody/clients/", "/static/no.css", "/%00"])
def test_a_page_that_is_not_there_names_nothing(client, path):
    text = client.get(path).text

    assert not re.search(r"Traceback|Exception|site-packages|urlconf|Django \d", text)


@pytest.mark.requirement("WEB-08")
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, 200),
        (
            {
                "sec-fetch-site": "cross-site",
                "sec-fetch-mode": "navigate",
                "sec-fetch-dest": "document",
            },
            200,
        ),
        (
            {
                "sec-fetch-site": "cross-site",
                "sec-fetch-mode": "no-cors",
                "sec-fetch-dest": "script",
            },
            403,
        ),
        (
            {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
            403,
        ),
        (
            {
                "sec-fetch-site": "cross-site",
                "sec-fetch-mode": "navigate",
                "sec-fetch-dest": "iframe",
            },
            403,
        ),
    ],
)
def test_other_sites_may_link_here_and_load_nothing(client, how, status):
    browser = Browser(client, make.member())

    assert browser.get("/settings/", headers=how).status_code == status


@pytest.mark.requirement("WEB-08")
def test_a_link_on_another_site_leads_to_no_file(client):
    about = make.client()
    make.series(about, count=3)
    browser = Browser(client, about.clinician)
    linked = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "navigate",
        "sec-fetch-dest": "document",
    }

    assert browser.get(f"/clients/{about.pk}/report/").status_code == 200
    assert browser.get(f"/clients/{about.pk}/report/", headers=linked).status_code == 403


COOKIES = (
    "from alliance import settings as s;"
    "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME,"
    " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
    " s.CSRF_COOKIE_HTTPONLY, s.SECURE_HSTS_INCLUDE_SUBDOMAINS,"
    " s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31536000)"
)


@pytest.mark.requirement("SESS-06", "WEB-04")
def test_over_https_every_cookie_is_bound_to_this_host():
    environment = os.environ | {"HTTP_ALLOWED": "0", "DEBUG": "0"}
    run = [sys.executable, "-c", COOKIES]

    said = subprocess.run(
        run, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    ).stdout

    names = "__Host-sessionid __Host-csrftoken __Host-device"
    assert said.split() == [*names.split(), *["True"] * 6]


@pytest.mark.requirement("SESS-06")
def test_no_cookie_can_be_read_by_scripts_or_sent_from_elsewhere():
    browser = signed_in(person())
    browser.get("/accounts/login/")

    for name, cookie in browser.cookies.items():
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert cookie["path"] == "/", name
        assert cookie["domain"] == "", name
        assert len(cookie.OutputString()) < 4096, name
    assert {"sessionid", "device"} <= set(browser.cookies)
