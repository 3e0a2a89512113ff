"""The frame around every page, as someone meets it: cover, theme, menu, toast, and the ways in."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import DESKTOP, PHONE

MINUTE_MS = 60_000
each_screen = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
each_theme = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


@pytest.fixture
def settings_page(page_as):
    """Settings, on a page whose clock stands still until told."""
    member = make.member(user=make.user(password=make.PASSWORD))
    page = page_as(member.user)
    page.clock.install()
    page.goto(f"/c/{member.clinic.slug}/settings/")
    return page


@each_screen
@each_theme
def test_anyone_can_read_the_pages_at_the_door(open_page, axe_violations, viewport, dark):
    page = open_page(viewport=viewport, dark=dark, path="/accounts/password/reset/")

    assert axe_violations(page) == []
    assert fits(page)


@each_screen
@each_theme
def test_anyone_can_read_the_frame_and_its_menu(page_as, axe_violations, viewport, dark):
    member = make.member()
    page = page_as(member.user, viewport=viewport, dark=dark)
    page.goto(f"/c/{member.clinic.slug}/settings/")
    menu(page).locator("summary").click()

    assert axe_violations(page) == []
    assert fits(page)


def test_the_cover_hides_everything_and_the_title_too(settings_page):
    settings_page.click(".rail [data-cover]")

    assert settings_page.title() == "Alliance"
    expect(settings_page.get_by_role("heading", name="Settings")).to_be_hidden()
    settings_page.keyboard.press("x")
    expect(settings_page.get_by_role("heading", name="Settings")).to_be_visible()
    assert settings_page.title() == "My settings · Alliance"


def test_loading_the_page_again_does_not_lift_the_cover(settings_page):
    settings_page.click(".rail [data-cover]")

    settings_page.reload()

    expect(settings_page.get_by_role("dialog")).to_be_visible()
    expect(settings_page.get_by_role("heading", name="Settings")).to_be_hidden()


def test_a_tap_leaves_the_cover_and_holding_lifts_it(settings_page):
    settings_page.click(".rail [data-cover]")
    settings_page.mouse.move(600, 300)

    settings_page.mouse.down()
    settings_page.clock.run_for(200)
    settings_page.mouse.up()
    settings_page.clock.run_for(1_000)
    expect(settings_page.get_by_role("dialog")).to_be_visible()

    settings_page.mouse.down()
    settings_page.clock.run_for(600)
    expect(settings_page.get_by_role("dialog")).to_be_hidden()


def test_a_screen_left_alone_covers_itself(settings_page):
    settings_page.clock.run_for(29 * MINUTE_MS)
    expect(settings_page.get_by_role("dialog")).to_be_hidden()

    settings_page.clock.run_for(2 * MINUTE_MS)

    expect(settings_page.get_by_role("dialog")).to_be_visible()


def test_who_lifts_a_cover_after_ten_minutes_says_who_they_are(settings_page):
    settings_page.click(".rail [data-cover]")
    settings_page.clock.run_for(11 * MINUTE_MS)

    settings_page.keyboard.press("x")

    settings_page.wait_for_url("**/accounts/reauthenticate/?next=*settings*")
    settings_page.fill("[name=password]", make.PASSWORD)
    settings_page.get_by_role("button", name="Confirm").click()
    expect(settings_page.get_by_role("heading", name="Settings")).to_be_visible()


def test_a_theme_is_shown_at_once_and_kept(settings_page):
    menu(settings_page).locator("summary").click()
    with settings_page.expect_response("**/settings/theme/"):
        menu(settings_page).get_by_role("button", name="Dark").click()

    expect(settings_page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    settings_page.reload()
    expect(settings_page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_a_theme_left_to_the_device_follows_it(settings_page):
    expect(settings_page.locator("html")).to_have_attribute("data-bs-theme", "light")

    settings_page.emulate_media(color_scheme="dark")

    expect(settings_page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_menu_closes_with_escape_and_gives_the_focus_back(settings_page):
    menu(settings_page).locator("summary").click()
    menu(settings_page).get_by_role("link", name="Settings").focus()

    settings_page.keyboard.press("Escape")

    expect(menu(settings_page).get_by_role("link", name="Settings")).to_be_hidden()
    expect(menu(settings_page).locator("summary")).to_be_focused()


def test_a_toast_goes_after_ten_seconds_unless_someone_is_on_it(settings_page):
    settings_page.get_by_role("button", name="Save settings").click()
    toast = settings_page.get_by_text("Settings saved.")
    settings_page.clock.run_for(1_000)

    toast.hover()
    settings_page.clock.run_for(60_000)
    expect(toast).to_be_visible()
    settings_page.mouse.move(5, 5)
    settings_page.clock.run_for(11_000)
    expect(toast).to_be_hidden()


def test_without_scripts_one_can_still_sign_out_and_choose_a_theme(page_as):
    member = make.member()
    page = page_as(member.user, viewport=PHONE, javascript=False)
    page.goto(f"/c/{member.clinic.slug}/settings/")
    expect(page.locator(".topbar [data-cover]")).to_be_hidden()

    page.locator(".topbar summary").click()
    page.locator(".topbar").get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.locator(".topbar summary").click()
    page.locator(".topbar").get_by_role("button", name="Sign out").click()

    page.wait_for_url("**/accounts/login/**")


def menu(page):
    wide = page.viewport_size["width"] >= 992
    return page.locator(".rail .menu" if wide else ".topbar .menu")


def fits(page):
    """Nothing reaches beyond the right edge of the screen."""
    return page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.requirement("SESS-02")
def test_the_server_is_told_of_the_cover_and_of_its_lifting(settings_page):
    with settings_page.expect_response("**/cover/") as covered:
        settings_page.click(".rail [data-cover]")
    with settings_page.expect_response("**/cover/lift/") as lifted:
        settings_page.keyboard.press("x")

    assert (covered.value.status, lifted.value.status) == (204, 204)
    settings_page.reload()
    expect(settings_page.get_by_role("heading", name="Settings")).to_be_visible()
