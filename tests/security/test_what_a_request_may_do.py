"""What a request must bring, and what its words can't do: on every page, for everyone."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.apps import apps
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
from tests.asking import browser_of
from tests.browse import Browser, posted
from tests.security.signing_in import LOGIN, person, signed_in

pytestmark = pytest.mark.django_db

ROLES = ("author", "supervisor", "admin", "anonymous")


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
    # All roles take a while.
    readers = [(role, *browser_of(world, role)) for role in ROLES[: how_many(1, full=4)]]
    before, count = everything(), 0
    for _role, browser, prefix in readers:
        for name in routes.names():
            for method in ("GET", "HEAD"):
                browser.generic(method, prefix + routes.path_of(name, world.ids))
                count += 1

    after = everything()
    tried(count)
    assert [table for table in before if before[table] != after[table]] == []


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
