"""The whole main job in the demo as its therapist does it: by keyboard, and by taps on a phone."""

import re

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from alliance.home.demo.cast import PASSWORD
from alliance.logbook.models import Client, SessionLog
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER = 12
# Kind and status of the entry, then what is found again of it.
STRAIN = ("Moving away", "Open")


@pytest.fixture
def about():
    """M-07 of the demo, seen twelve times, today not yet."""
    call_command("demo", "--yes", verbosity=0)
    found = Client.objects.get(clinic__slug="demo", code="M-07")
    assert found.logs.count() == EARLIER
    assert not found.logs.filter(held_on=timezone.localdate()).exists()
    return found


def signed_in(page, *, press):
    page.locator("[name=login]").fill("therapist@demo.example")
    page.locator("[name=password]").fill(PASSWORD)
    press(page)
    page.wait_for_url("**/c/demo/")


def is_found_again(page, *, log: SessionLog, taken: str) -> None:
    """On the client's page: the session, the rupture, the card that became the intention."""
    page.goto(f"/c/demo/clients/{log.client_id}/")
    brief, sessions = page.locator(".brief"), page.locator("#sessions")
    expect(brief).to_contain_text(taken)
    expect(brief).to_contain_text(STRAIN[0])
    expect(page.locator("main")).to_contain_text(f"{EARLIER + 1} sessions since")
    expect(sessions.locator("li").first).to_contain_text(f"{EARLIER + 1},")
    expect(sessions.locator("li").first).to_contain_text(f"Took “{taken}”")
    expect(page.locator("figure[data-chart=trend] desc").first).to_contain_text(
        f"{EARLIER + 1} sessions"
    )


def saved_log(page) -> SessionLog:
    page.wait_for_url("**/saved/")
    return SessionLog.objects.get(pk=re.search(r"/log/([^/]+)/saved/", page.url)[1])


def test_by_keyboard_alone(open_page, about):
    page = open_page(viewport=DESKTOP, path="/accounts/login/")
    keys = page.keyboard
    signed_in(page, press=lambda on: on.keyboard.press("Enter"))

    def go_to(locator):
        """Tab until it has the focus: no pointer, no shortcut of the test's own."""
        for _tab in range(120):
            if locator.evaluate("one => one === document.activeElement"):
                return
            keys.press("Tab")
        raise AssertionError("not reached by keyboard")

    go_to(page.locator(".start").get_by_role("link", name="Log a session"))
    keys.press("Enter")
    page.wait_for_url("**/log/new/")
    go_to(page.locator(".choose").get_by_role("link", name=about.code))
    keys.press("Enter")
    expect(page.locator(".ttl .code")).to_have_text(about.code)
    go_to(page.locator(".scale input").first)
    for key in "4423444444":
        keys.press(key)
    expect(page.locator("#after-checklist input").first).to_be_focused()
    keys.press("ArrowRight")  # from No to Yes, which draws the entry
    for name, words in zip(("kind", "status"), STRAIN, strict=True):
        choice = page.locator(f"[name='rupture-{name}']")
        expect(choice.first).to_be_attached()
        go_to(choice.first)
        wanted = page.get_by_role("radio", name=re.compile(f"^{words} ")).first
        keys.press("Space")
        for _step in range(5):
            if wanted.is_checked():
                break
            keys.press("ArrowDown")
        expect(wanted).to_be_checked()
    keys.press("Control+Enter")

    log = saved_log(page)
    button = page.get_by_role("button", name="Try next session").first
    taken = page.locator(".gcard h3").first.inner_text()
    go_to(button)
    keys.press("Enter")
    expect(page.locator(".gcard [aria-pressed=true]").first).to_contain_text("Next session")
    is_found_again(page, log=log, taken=taken)


def test_by_taps_on_a_phone(open_page, about):
    page = open_page(viewport=PHONE, path="/accounts/login/")
    signed_in(page, press=lambda on: on.get_by_role("button", name="Sign in", exact=True).tap())

    page.get_by_role("link", name="Log a session").first.tap()
    page.locator(".choose").get_by_role("link", name=about.code).tap()
    expect(page.locator(".ttl .code")).to_have_text(about.code)
    for number in range(10):
        rating = 2 if number == 3 else 4
        page.locator(".scale").nth(number).locator(f"input[value='{rating}']").tap()
        if number < 9:  # the next statement glides under the thumb; a thumb waits for it
            expect(page.locator(".scale").nth(number + 1)).to_have_class(re.compile("is-now"))
    page.locator("#after-checklist").get_by_text("Yes").tap()
    for words in STRAIN:
        page.locator(".rupture label", has_text=re.compile(f"^{words} ")).first.tap()
    page.get_by_role("button", name="Save session").tap()

    log = saved_log(page)
    taken = page.locator(".gcard h3").first.inner_text()
    page.get_by_role("button", name="Try next session").first.tap()
    expect(page.locator(".gcard [aria-pressed=true]").first).to_contain_text("Next session")
    is_found_again(page, log=log, taken=taken)
