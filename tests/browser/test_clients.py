"""Home, the caseload and a client, as people meet them on a phone and at a desk."""

import uuid
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from alliance.logbook.models import Client
from alliance.logbook.services import clients, drafts
from tests import make
from tests.browser.conftest import DESKTOP, PHONE

VIEWPORTS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
TODAY = date.today()


@pytest.fixture
def clinician():
    """A small caseload: a drop and an open rupture, a beginning, one closed, a draft, a trash."""
    member = make.member()
    about = make.client(of=member, code="K-14")
    make.series(about, count=9, last=TODAY - timedelta(weeks=1))
    make.log(of=about, held_on=TODAY, ratings=make.ratings(2), rupture=make.rupture())
    make.log(of=make.client(of=member, code="M-03"), held_on=TODAY)
    closed = make.client(of=member, code="C-50")
    clients.close_client(closed, reason="completed", on=TODAY, by=member)
    clients.trash_client(make.client(of=member, code="Q-11"), by=member)
    drafts.save_draft(
        uuid.uuid4(), client=about, fields={}, answered=6, held_on=TODAY, log=None, by=member
    )
    return member


def unfold(page) -> None:
    page.evaluate(
        "document.querySelectorAll('details:not(.menu)').forEach(each => each.open = true)"
    )


def menus(page):
    """Each menu opened; of two that share the page, one at a time is what a person sees."""
    for menu in page.query_selector_all("details.menu"):
        menu.evaluate("each => each.open = true")
        yield menu
    assert page.locator("details.menu[open]").count() <= 1


def is_covered_target(violation) -> bool:
    return violation.startswith("target-size") and ".menu" not in violation


@VIEWPORTS
@THEMES
def test_pages_about_clients_are_for_everyone(page_as, axe_violations, clinician, viewport, dark):
    about = Client.objects.get(code="K-14").pk
    page = page_as(clinician.user, viewport=viewport, dark=dark)

    for path in [
        "/",
        "/clients/",
        "/clients/?q=zz",
        f"/clients/{about}/",
        "/clients/new/",
        f"/clients/{about}/change/",
        f"/clients/{about}/close/",
        "/trash/",
        "/help/",
    ]:
        page.goto(f"/c/{clinician.clinic.slug}{path}")
        assert axe_violations(page) == []
        unfold(page)
        assert axe_violations(page) == []
        for _menu in menus(page):
            # An open menu lies over what is below it; what counts is what can be reached in it.
            found = [said for said in axe_violations(page) if not is_covered_target(said)]
            assert found == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


@VIEWPORTS
@THEMES
def test_first_use_is_for_everyone(page_as, axe_violations, complaints, viewport, dark):
    owner = make.practice()
    page = page_as(owner.user, viewport=viewport, dark=dark, path=f"/c/{owner.clinic.slug}/")

    expect(page.get_by_label("Add your first client")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_label("Add your first client").fill("Ines")
    page.get_by_role("button", name="Add and log a session").click()
    expect(page.get_by_text("reads like a name").last).to_be_visible()
    expect(page.get_by_role("alert")).to_be_focused()
    assert axe_violations(page) == []
    # Chromium says so in the console when a page is answered with 422.
    assert len(complaints) == 1
    assert "422" in complaints.pop()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("path", ["", "clients/new/"], ids=["first use", "later"])
def test_enter_in_the_code_adds_what_was_typed(page_as, javascript, path):
    owner = make.practice()
    page = page_as(owner.user, javascript=javascript, path=f"/c/{owner.clinic.slug}/{path}")

    page.locator("#id_code").fill("W-07")
    page.locator("#id_code").press("Enter")

    page.wait_for_url("**/log/new/**")
    assert Client.objects.of_clinician(owner).get().code == "W-07"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "plain"])
def test_another_code_is_a_press_away_and_the_rest_stays(page_as, javascript):
    owner = make.practice()
    path = f"/c/{owner.clinic.slug}/clients/new/"
    page = page_as(owner.user, javascript=javascript, path=path)
    before = page.get_by_label("Code", exact=True).input_value()
    page.get_by_label("Sessions before Alliance").fill("7")
    page.get_by_label("Trauma").check()

    page.get_by_role("button", name="Suggest another").click()

    expect(page.get_by_label("Code", exact=True)).not_to_have_value(before)
    expect(page.get_by_label("Sessions before Alliance")).to_have_value("7")
    expect(page.get_by_label("Trauma")).to_be_checked()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("7 sessions since")).to_be_visible()


def test_a_session_is_read_with_the_arrow_keys(page_as, clinician):
    about = Client.objects.get(code="K-14").pk
    page = page_as(clinician.user, path=f"/c/{clinician.clinic.slug}/clients/{about}/")

    page.locator("figure[data-chart=trend]").focus()
    page.keyboard.press("Home")

    expect(page.locator("figure[data-chart=trend] .chart-reading")).to_contain_text("Mostly, 4.0")


def test_a_client_in_the_trash_is_back_with_undo(page_as, clinician):
    about = Client.objects.get(code="K-14").pk
    page = page_as(clinician.user, path=f"/c/{clinician.clinic.slug}/clients/{about}/")

    page.locator("summary", has_text="More for K-14").click()
    page.get_by_role("button", name="Move to the trash").click()
    expect(page.get_by_text("K-14 is in the trash")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("heading", name="K-14", exact=True)).to_be_visible()
