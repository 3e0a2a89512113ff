"""The guidance library as people use it: live, by keyboard, and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def clinician():
    return make.member()


def library(member, rest=""):
    return f"/c/{member.clinic.slug}/guidance/{rest}"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_anyone_can_read_the_guidance(page_as, axe_violations, clinician, viewport, dark):
    page = page_as(clinician.user, viewport=viewport, dark=dark)

    for rest in ("", "?theme=referral&q=kind", "?q=xylophone", "repair-leaving/", "evidence/"):
        page.goto(library(clinician, rest))
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_list_follows_what_is_typed_and_going_back_brings_it_back(page_as, clinician):
    page = page_as(clinician.user, path=library(clinician))

    page.get_by_role("searchbox").press_sequentially("silence")

    expect(page.get_by_role("status").first).to_contain_text("for “silence”")
    expect(page.locator("#found h3").first).to_have_text("Give silence a second reading")
    expect(page).to_have_url(re.compile("q=silence"))
    expect(page.get_by_role("searchbox")).to_be_focused()

    page.locator("#found h3 a").first.click()
    page.wait_for_url("**/emotion-silence/")
    page.go_back()

    expect(page.get_by_role("searchbox")).to_have_value("silence")
    expect(page.locator("#found h3").first).to_have_text("Give silence a second reading")
    assert page.evaluate("sessionStorage.getItem('htmx-history-cache')") is None


def test_filters_folded_away_still_say_how_many_are_set(page_as, clinician):
    page = page_as(clinician.user, viewport=PHONE, path=library(clinician))
    page.get_by_text("More filters").click()

    page.get_by_label("Referral 3").check()
    page.get_by_label("Trauma 3").check()

    expect(page.locator(".more-filters summary")).to_have_text("More filters 2 chosen")
    expect(page.locator("#found-line")).to_have_text("Nothing found")


def test_one_step_back_takes_the_last_filter_away(page_as, clinician):
    page = page_as(clinician.user, path=library(clinician))
    page.get_by_label("Fit 4").check()
    expect(page.locator("#found-line")).to_have_text("4 reads in one domain")

    page.go_back()

    expect(page.locator("#found-line")).to_have_text("62 reads")
    expect(page.get_by_label("Fit 4")).not_to_be_checked()


def test_a_bookmark_is_made_by_keyboard_and_found_again(page_as, clinician):
    page = page_as(clinician.user, path=library(clinician, "repair-own/"))
    button = page.get_by_role("button", name="Bookmark")

    button.press("Enter")

    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    page.goto(library(clinician))
    page.get_by_label("Bookmarked").check()
    expect(page.locator("#found-line")).to_have_text("1 read")
    expect(page.locator("#found h3")).to_have_text("Own your part, briefly")


def test_without_scripts_a_form_and_a_button_do(page_as, clinician):
    page = page_as(clinician.user, path=library(clinician), javascript=False)

    page.get_by_label("Fit 4").check()
    page.get_by_role("button", name="Show").click()
    page.get_by_role("searchbox").fill("plan")
    page.get_by_role("searchbox").press("Enter")

    expect(page.locator("#found-line")).to_have_text("1 read in one domain for “plan”")
    page.locator("#found h3 a").click()
    page.get_by_role("button", name="Bookmark").click()
    expect(page.get_by_role("button", name="Bookmarked")).to_be_visible()
