"""What was sent from behind a cover, or after the sign-in ran out, waits for whoever wrote it."""

import re
import uuid

import pytest

from alliance.logbook.models import Client as ClinicClient
from alliance.logbook.models import Draft
from tests import make
from tests.security.signing_in import is_in, person, signed_in
from tests.security.test_covering import asked_to_uncover
from tests.security.test_second_factor import kept_in_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return person()


@pytest.fixture
def browser(member):
    return signed_in(member)


def send_client(browser, member, code="K-31"):
    return browser.post(f"/c/{member.clinic.slug}/clients/new/", {"code": code})


def sent_now(browser):
    """Presses the button on the page of what was kept."""
    kept = browser.get("/kept/").text
    path = re.search(r'<form method="post" action="([^"]+)"', kept)[1]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', kept)
    fields = {}
    for name, value in found:
        if name != "csrfmiddlewaretoken":
            fields.setdefault(name, []).append(value)
    return browser.post(path, fields)


@pytest.mark.requirement("SESS-08")
def test_a_form_sent_from_a_covered_screen_waits_behind_it(member, browser, clock, tried, how_many):
    count = how_many(5, full=100)
    for turn in range(count):
        clock.move(minutes=31)
        asked = send_client(browser, member, f"K-{turn + 200}")
        assert asked_to_uncover(asked)
        assert not ClinicClient.objects.filter(code=f"K-{turn + 200}").exists()
        browser.post(browser.get(asked.url).url, {"password": make.PASSWORD})

        sent_now(browser)

        assert ClinicClient.objects.filter(code=f"K-{turn + 200}").exists()
        browser = signed_in(member) if turn % 10 == 9 else browser
    tried(count)


@pytest.mark.requirement("SESS-08")
def test_a_form_sent_after_twelve_hours_waits_behind_the_sign_in(member, browser, clock):
    clock.move(hours=12, minutes=1)

    asked = send_client(browser, member)
    signed_in(member, browser)
    sent_now(browser)

    assert "/accounts/login/" in asked.url
    assert "kept" in asked.url
    assert ClinicClient.objects.filter(code="K-31").exists()


@pytest.mark.requirement("SESS-08")
def test_a_page_that_was_asked_for_meanwhile_takes_nothing_away(member, browser, clock):
    """A browser also asks by itself: for what it keeps, or another tab loads again."""
    clock.move(hours=12, minutes=1)

    assert not is_in(browser, member)
    asked = send_client(browser, member)

    assert "kept" in asked.url


@pytest.mark.requirement("SESS-08")
def test_what_was_kept_is_for_its_writer_only(member, browser, clock):
    clock.move(hours=12, minutes=1)
    send_client(browser, member)

    signed_in(person(), browser)

    assert browser.get("/kept/").url == "/"


def test_no_password_is_ever_kept(member, browser, clock):
    clock.move(minutes=31)

    browser.post(
        "/accounts/password/change/", {"oldpassword": "x", "password1": "a-secret-sentence"}
    )

    assert "a-secret-sentence" not in str(dict(browser.session))


def test_what_was_kept_can_be_let_go(member, browser, clock):
    clock.move(minutes=31)
    asked = send_client(browser, member)
    browser.post(browser.get(asked.url).url, {"password": make.PASSWORD})

    browser.post("/kept/let-go/")

    assert browser.get("/kept/").url == "/"


def test_words_are_sealed_while_they_wait(member, browser, clock):
    clock.move(minutes=31)
    send_client(browser, member, "K-4711")

    assert "4711" not in kept_in_database()


@pytest.mark.requirement("SESS-08")
def test_a_form_that_saves_itself_is_drawn_again_with_every_word(member, browser, clock):
    """Its answer is a line beside a form: sent again by hand nobody would see it."""
    about = make.client(of=member)
    here = f"/c/{member.clinic.slug}"
    fields = {"client": str(about.pk), "submission": str(uuid.uuid4()), "reflection": "A kestrel."}
    clock.move(minutes=31)

    asked = browser.post(f"{here}/log/draft/", fields | {"stands_at": f"{here}/log/new/"})
    back = browser.post(browser.get(asked.url).url, {"password": make.PASSWORD})
    assert "Go on writing" in browser.get(back.url).text
    drawn = sent_now(browser)

    assert drawn.status_code == 200
    assert "A kestrel." in drawn.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize("elsewhere", ["//evil.example/", "https://evil.example/", "log/new/"])
def test_a_form_stands_at_one_of_our_addresses(member, browser, clock, elsewhere):
    clock.move(minutes=31)

    path = f"/c/{member.clinic.slug}/log/draft/"
    asked = browser.post(path, {"reflection": "A kestrel.", "stands_at": elsewhere})
    browser.post(browser.get(asked.url).url, {"password": make.PASSWORD})

    assert f'action="{path}"' in browser.get("/kept/").text
