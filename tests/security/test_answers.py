"""What every answer carries, and what a request must bring: on every page, for everyone."""

import os
import re
import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from alliance.logbook.models import Client as ClinicClient
from alliance.logbook.models import SessionLog
from alliance.people.models import Membership
from alliance.people.services import Roles
from alliance.people.services.invitations import invite
from alliance.web.addresses import own_address
from tests import make, routes
from tests.browse import Browser, posted
from tests.security.signing_in import LOGIN, person, signed_in

pytestmark = pytest.mark.django_db
ROLES = ("author", "supervisor", "admin", "anonymous")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.fixture
def world():
    return routes.build_world(today=timezone.localdate())


def browsers(world, *, count):
    """The first `count` roles: all of them take a while."""
    for role in ROLES[:count]:
        user, slug = world.people[role]
        browser = Client()
        if user:
            browser.force_login(user)
        yield role, browser, f"/c/{slug}"


LEAVES = {"account_logout"}


@pytest.mark.requirement("WEB-03", "WEB-04", "SESS-07")
def test_every_answer_carries_what_protects_it(world, tried, how_many):
    missing, count = [], 0
    for role, browser, prefix in browsers(world, count=how_many(1, full=4)):
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


@pytest.mark.requirement("WEB-01")
def test_no_form_is_taken_without_its_token_or_from_another_site(world, tried):
    user, slug = world.people["author"]
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    browser.get(f"/c/{slug}/settings/")
    token = browser.cookies["csrftoken"].value
    taken = []
    for name in routes.names():
        path = f"/c/{slug}{routes.path_of(name, world.ids)}"
        for case, fields, headers in (
            ("no token", {}, {}),
            ("another token", {"csrfmiddlewaretoken": "x" * 64}, {}),
            ("another site", {"csrfmiddlewaretoken": token}, {"origin": "https://evil.example"}),
        ):
            answer = browser.post(path, fields, headers=headers)
            if answer.status_code != 403:
                taken.append((name, case, answer.status_code))
    tried(3 * len(list(routes.names())))

    assert [each for each in taken if each[2] not in {404, 405}] == []


def everything() -> dict[str, object]:
    """All rows of all tables but those of sign-ins and the trail.

    And allauth's addresses: it notes the one somebody signed up with when its page is opened first.
    """
    left_out = {"people_session", "account_emailaddress"}
    return {
        model._meta.db_table: sorted(map(str, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.db_table not in left_out and model._meta.app_label != "audit"
    }


@pytest.mark.requirement("WEB-02")
def test_reading_changes_nothing(world, tried, how_many):
    readers = list(browsers(world, count=how_many(1, full=4)))
    before, count = everything(), 0
    for _role, browser, prefix in readers:
        for name in routes.names():
            for method in ("GET", "HEAD"):
                browser.generic(method, prefix + routes.path_of(name, world.ids))
                count += 1

    after = everything()
    tried(count)
    assert [table for table in before if before[table] != after[table]] == []


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


ELSEWHERE = [
    *(
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
    ),
    *("https://evil.example", "https:evil.example", "https:/evil.example", "http:///evil.example"),
    *("HTTPS://evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x"),
    *("/%09/evil.example", "\t//evil.example", "/\t/evil.example", "/\n/evil.example"),
    *(
        "//evil.example/%2f..",
        "//evil.example:80",
        "//user@evil.example",
        "//localhost@evil.example",
    ),
    *("https://localhost.evil.example", "https://evil.example/localhost", "ftp://evil.example"),
    *(
        "//evil。example",
        "/\x00/evil.example",
        " //evil.example",
        "\x0b//evil.example",
        "evil.example",
    ),
    *("//[::1]@evil.example", "/..//evil.example", "/.//evil.example", "mailto:a@evil.example"),
]


@pytest.mark.requirement("INP-05")
@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_the_page_to_go_on_to_is_one_of_ours(client, wanted):
    member = person()

    answers = [
        client.post(LOGIN, {"login": member.user.email, "password": make.PASSWORD, "next": wanted}),
        client.post(f"/c/{member.clinic.slug}/settings/theme/", {"theme": "dark", "next": wanted}),
    ]

    for address in [
        *(answer.get("Location", "/") for answer in answers),
        own_address(wanted, otherwise="/"),
    ]:
        led_to = urlsplit(urljoin("http://testserver/accounts/login/", address))
        assert (led_to.scheme, led_to.netloc) == ("http", "testserver"), address
        assert not re.match(r"[/\\]{2}|[\x00-\x20]", address), address
        assert "\\" not in address


@pytest.mark.requirement("INP-04")
def test_fields_that_a_form_does_not_have_change_nothing(client):
    about, other = make.client(), make.member(roles="clinician admin")
    author = about.clinician
    browser = Browser(client, author)
    forced = {
        **{"author": str(other.pk), "clinic": str(other.clinic_id), "clinician": str(other.pk)},
        **{"is_admin": "on", "is_supervisor": "on", "is_staff": "on", "is_superuser": "on"},
        **{"signed_off_at": "2026-01-01", "signed_off_version": "1", "created_at": "2020-01-01"},
        **{"user": str(other.user_id), "id": str(other.pk), "trashed_at": "", "role": "admin"},
    }

    browser.post("/log/new/", posted(about) | forced)
    browser.post("/clients/new/", {"code": "K-71"} | forced)
    browser.post(
        "/settings/",
        {"name": "Me", "theme": "dark", "log_form": "core", "sensitivity": "usual"} | forced,
    )

    log = SessionLog.objects.get()
    assert (log.author, log.clinic, log.signed_off_at) == (author, author.clinic, None)
    assert log.created_at.year >= timezone.now().year
    assert ClinicClient.objects.get(code="K-71").clinician == author
    held = Membership.objects.get(pk=author.pk)
    assert (held.is_admin, held.is_supervisor, held.user_id) == (False, False, author.user_id)


@pytest.mark.requirement("INP-12")
def test_of_a_doubled_field_the_last_counts_and_is_checked(client):
    mine, theirs = make.client(), make.client()
    browser = Browser(client, mine.clinician)

    browser.post("/log/new/", posted(mine) | {"client": [str(mine.pk), str(theirs.pk)]})
    assert not SessionLog.objects.exists()
    browser.post("/log/new/", posted(mine) | {"client": [str(theirs.pk), str(mine.pk)]})

    assert SessionLog.objects.get().client == mine


@pytest.mark.requirement("INP-13")
def test_a_line_break_in_a_name_makes_no_header():
    admin = make.member(roles="admin", of=make.clinic(name="Linden\r\nBcc: thief@evil.example"))
    admin.user.name = 'Admin\nSubject: other\nÄ "quoted"'
    admin.user.save()

    invite("new@clinic.example", roles=Roles(is_clinician=True), by=admin)
    signed_in(person())

    for message in mail.outbox:
        raw = message.message().as_string()
        head = raw.split("\n\n")[0]
        assert "Bcc" not in head.replace("=?", "")
        assert "\n" not in message.subject
        assert message.recipients() == message.to


@pytest.mark.requirement("INP-11")
@pytest.mark.parametrize(
    "words", ["a" * 10_000, "(" * 10_000, "a " * 5_000, "%" * 10_000, "aaaa!" * 2_000, "é" * 10_000]
)
@pytest.mark.parametrize("path", ["/clients/", "/guidance/", "/people/"])
def test_a_search_for_ten_thousand_characters_is_quick(client, path, words):
    browser = Browser(client, make.member(roles="clinician admin"))

    began = timezone.now()
    answer = browser.get(path, data={"q": words})

    assert answer.status_code == 200
    assert (timezone.now() - began).total_seconds() < 1


INJECTED = [
    "' OR 1=1 --",
    '" OR ""="',
    "1; DROP TABLE people_user",
    "%' OR '%'='",
    "') UNION SELECT 1 --",
    "\\",
]


@pytest.mark.requirement("INP-10")
@pytest.mark.parametrize("words", INJECTED)
def test_words_in_an_address_are_never_a_statement(client, words, tried):
    member = make.member(roles="clinician admin")
    browser, other = Browser(client, member), make.client(code="Z-99")
    names = ("q", "page", "sort", "client__code", "clinician__user__password", "order", "kind")

    for path in ("/", "/clients/", "/guidance/", "/people/"):
        for name in names:
            answer = browser.get(path, data={name: words})
            assert answer.status_code in {200, 302, 404}, (path, name)
            assert other.code not in answer.text

    tried(4 * len(names))
    assert "people_user" in connection.introspection.table_names()
