"""Takes README's pictures from the demo, so that they can be taken again, by day and by night.

Usage: python -m tools.screenshots http://localhost:8000 (with `make run` running on a fresh demo).
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tools.chromium import find_chromium

FOLDER = Path("docs/images")
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for theme in ("light", "dark"):
            take_clinicians(browser, address, theme=theme)
            take_supervisors(browser, address, theme=theme)
        browser.close()


def take_clinicians(browser: Browser, address: str, *, theme: str) -> None:
    """Home and a client at a desk, and the page after saving on a phone."""
    page = signed_in(browser, address, who="therapist", theme=theme, viewport=DESK)
    keep(page, "home", theme=theme)
    page.get_by_role("link", name="K-14").first.click()
    page.wait_for_load_state()
    keep(page, "client", theme=theme)
    latest = page.locator("a[href*='/log/0']").first.get_attribute("href")
    phone = signed_in(browser, address, who="therapist", theme=theme, viewport=PHONE)
    phone.goto(f"{address}{latest}saved/")
    keep(phone, "saved-phone", theme=theme)


def take_supervisors(browser: Browser, address: str, *, theme: str) -> None:
    """The log of the queue with an open rupture."""
    page = signed_in(browser, address, who="supervisor", theme=theme, viewport=DESK)
    page.goto(f"{address}/c/demo/reviews/")
    page.locator(".queue a", has_text="Open rupture").first.click()
    page.wait_for_load_state()
    keep(page, "review", theme=theme)


def keep(page: Page, name: str, *, theme: str) -> None:
    ending = "-dark" if theme == "dark" else ""
    page.screenshot(path=FOLDER / f"{name}{ending}.png")


def signed_in(
    browser: Browser, address: str, *, who: str, theme: str, viewport: ViewportSize
) -> Page:
    page = browser.new_page(
        viewport=viewport,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    sign_in(page, address, who=who)
    return page


def sign_in(page: Page, address: str, *, who: str = "therapist") -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", f"{who}@demo.example")
    page.fill("[name=password]", "alliance-demo-2026")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/c/demo/")


if __name__ == "__main__":
    main(sys.argv[1])
