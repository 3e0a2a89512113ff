"""The main job in a real browser: log a session, get something back, find it all again."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from alliance.home.demo.cast import PASSWORD
from alliance.logbook.models import Client, Draft, SessionLog
from tests import make
from tests.browser.conftest import DESKTOP, PHONE

CORE = 10
VIEWPORTS = {"phone": PHONE, "desktop": DESKTOP}


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(make, "TODAY", timezone.localdate())
    return make.TODAY


@pytest.fixture
def client_seen_twelve_times(today):
    client = make.client(code="M-12")
    make.client(of=client.clinician, code="K-07")  # so that there is somebody to choose from
    make.series(client, count=12, last=today - timedelta(days=7))
    return client


def form_of(client) -> str:
    return f"/c/{client.clinic.slug}/log/new/?client={client.pk}"


def answer(page, number, rating):
    """The answer `rating` of the statement with that place on the form."""
    return page.locator(".scale").nth(number).locator(f"input[value='{rating}']")


def log_saved_at(page) -> SessionLog:
    page.wait_for_url("**/saved/")
    return SessionLog.objects.get(pk=re.search(r"/log/([^/]+)/saved/", page.url)[1])


def test_by_keyboard_alone(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client))

    page.locator(".scale input").first.focus()
    for key in "4442344u35":
        page.keyboard.press(key)
    expect(page.locator("#after-checklist input").first).to_be_focused()
    page.keyboard.press("ArrowRight")  # No → Yes draws the entry
    expect(page.locator("[name='rupture-kind']").first).to_be_attached()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("[name='rupture-status']").first.focus()
    page.keyboard.press("Space")
    page.locator("[name=reflection]").focus()
    page.keyboard.type("It went quiet.")
    page.keyboard.press("Control+Enter")

    log = log_saved_at(page)
    assert len(log.ratings) == CORE
    assert list(log.ratings.values()).count("unsure") == 1
    assert log.ruptures_opened.get().status == "open"


def test_by_taps_on_a_phone_in_thirteen_at_most(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=f"/c/{client.clinic.slug}/", viewport=PHONE)
    taps = 0

    def tap(locator):
        nonlocal taps
        locator.tap()
        taps += 1

    tap(page.get_by_role("link", name="Log a session").first)
    page.wait_for_url("**/log/new/**")
    if not page.locator(".ttl .code").count():
        tap(page.locator(".choose").get_by_role("link", name="M-12"))
    for number in range(CORE):
        tap(answer(page, number, 4))
        if number + 1 < CORE:  # the next statement glides under the thumb; a thumb waits for it
            expect(page.locator(".scale").nth(number + 1)).to_have_class(re.compile("is-now"))
    save = page.get_by_role("button", name="Save session")
    expect(save).to_be_in_viewport()
    tap(save)

    assert len(log_saved_at(page).ratings) == CORE
    assert taps <= 13


def test_what_was_saved_is_found_on_the_client_page(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    make.log(of=client, ratings=make.ratings(2), rupture=make.rupture(kind="withdrawal"))
    log = SessionLog.objects.latest("created_at")
    page = page_as(client.clinician.user, path=f"/c/{client.clinic.slug}/log/{log.pk}/saved/")

    page.get_by_role("button", name="Try next session").first.click()
    expect(page.locator("[aria-pressed=true]")).to_have_count(1)
    page.goto(f"/c/{client.clinic.slug}/clients/{client.pk}/")

    taken = log.suggestions.get(taken_at__isnull=False)
    log.refresh_from_db()
    assert log.intention_card == taken.card
    expect(page.locator("main")).to_contain_text("Moving away")
    expect(page.locator(".brief")).to_contain_text("Your intention")


def test_the_draft_is_saved_within_two_seconds_and_said_only_then(
    page_as, client_seen_twelve_times
):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client))

    expect(page.locator("#save-line")).to_have_text("")
    answer(page, 0, 4).click()
    expect(page.locator("#save-line")).to_contain_text("Draft saved", timeout=2000)

    assert Draft.objects.get().answered == 1


def test_a_lost_connection_is_said_and_the_draft_sent_when_it_is_back(
    page_as, client_seen_twelve_times, complaints
):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client))

    page.context.set_offline(True)
    page.locator("[name=reflection]").fill("typed in a tunnel")
    expect(page.locator("#save-line")).to_contain_text("Offline")
    page.get_by_role("button", name="Save when back online").click()
    assert "/log/new/" in page.url
    page.context.set_offline(False)
    expect(page.locator("#save-line")).to_contain_text("Draft saved")
    expect(page.get_by_role("button", name="Save session")).to_be_visible()

    assert Draft.objects.count() == 1
    complaints[:] = [line for line in complaints if "ERR_INTERNET_DISCONNECTED" not in line]


def test_an_expired_sign_in_loses_nothing(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    user = client.clinician.user
    user.set_password(make.PASSWORD)
    user.save()
    page = page_as(user, path=form_of(client))

    page.locator("[name=reflection]").fill("half a thought")
    expect(page.locator("#save-line")).to_contain_text("Draft saved")
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=intention]").fill("and this")
    page.get_by_role("link", name="Signed out").click()
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")

    expect(page.locator("[name=reflection]")).to_have_value("half a thought")


def test_a_client_chosen_last_costs_no_answer(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=f"/c/{client.clinic.slug}/log/new/")
    answer(page, 0, 4).check()
    answer(page, 1, 2).check()

    page.locator(".choose").get_by_role("link", name="M-12").click()

    expect(page.locator(".ttl .code")).to_have_text("M-12")
    expect(page.locator("[data-answered]")).to_have_text("2 of 10 answered")


def test_what_is_written_while_a_part_is_drawn_stays(page_as, client_seen_twelve_times):
    page = page_as(client_seen_twelve_times.clinician.user, path=form_of(client_seen_twelve_times))

    def draw_once_written(route):
        page.evaluate("document.querySelector('[name=reflection]').value = 'Written meanwhile'")
        route.continue_()

    page.route("**/log/new/", draw_once_written)
    page.locator("#strain input[value='yes']").check()

    expect(page.locator("#strain [data-strain].rupture")).to_be_visible()
    expect(page.locator("[name=reflection]")).to_have_value("Written meanwhile")


def test_enter_confirms_an_answer_and_neither_saves_nor_opens_anything(
    page_as, client_seen_twelve_times
):
    page = page_as(client_seen_twelve_times.clinician.user, path=form_of(client_seen_twelve_times))

    page.locator(".scale input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".scale").nth(1)).to_have_class(re.compile("is-now"))
    page.locator("[name=intention]").press("Enter")

    assert "/log/new/" in page.url
    expect(page.locator("#contexts fieldset")).to_have_count(0)


@pytest.mark.requirement("WEB-09")
def test_without_javascript_enter_saves(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client), javascript=False)

    page.locator("[name=intention]").fill("Leave more room")
    page.locator("[name=intention]").press("Enter")

    assert log_saved_at(page).client == client


@pytest.mark.requirement("WEB-09")
def test_without_javascript(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client), javascript=False)

    for number in range(CORE):
        answer(page, number, 3).click()
    page.locator("#after-checklist").get_by_text("Yes").click()
    page.get_by_role("button", name="Describe it").click()
    page.get_by_text("Moving against").first.click()
    page.locator("label", has_text="Partly repaired").first.click()
    page.get_by_role("button", name="Save session").click()

    log = log_saved_at(page)
    assert len(log.ratings) == CORE
    assert log.ruptures_opened.get().kind == "confrontation"


def test_switching_to_all_twenty_keeps_every_answer(page_as, client_seen_twelve_times):
    client = client_seen_twelve_times
    page = page_as(client.clinician.user, path=form_of(client))

    answer(page, 0, 5).click()
    page.locator("[name=intention]").fill("keep this")
    page.get_by_role("button", name="Show all twenty").click()

    expect(page.locator(".scale")).to_have_count(20)
    expect(page.locator(".scale").first.locator("input[value='5']")).to_be_checked()
    expect(page.locator("[name=intention]")).to_have_value("keep this")


@pytest.mark.parametrize("name", VIEWPORTS)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(page_as, axe_violations, client_seen_twelve_times, name, dark):
    client = client_seen_twelve_times
    log = make.log(of=client, ratings=make.ratings(2), rupture=make.rupture(), reflection="x")
    home = f"/c/{client.clinic.slug}"
    page = page_as(client.clinician.user, viewport=VIEWPORTS[name], dark=dark, path=f"{home}/")
    addresses = [
        f"/log/new/?client={client.pk}",
        "/log/new/",
        f"/log/{log.pk}/change/",
        f"/log/{log.pk}/",
        f"/log/{log.pk}/saved/",
        f"/log/{log.pk}/move/",
        "/settings/",
    ]

    found = []
    for address in addresses:
        page.goto(home + address)
        found += [f"{address} {violation}" for violation in axe_violations(page)]

    assert found == []


def test_the_demo_therapist_logs_a_session(open_page, today):
    call_command("demo", "--yes", verbosity=0)
    client = Client.objects.filter(clinic__slug="demo", closed_on__isnull=True).first()
    page = open_page(path="/accounts/login/")

    page.fill("[name=login]", "therapist@demo.example")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/c/demo/")
    page.goto(f"/c/demo/log/new/?client={client.pk}")
    answer(page, 0, 4).click()
    page.get_by_role("button", name="Save session").click()

    assert log_saved_at(page).client == client
