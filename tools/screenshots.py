"""Takes README's pictures from the demo, so that they can be taken again.

Usage: python -m tools.screenshots http://localhost:8000 (with `make run` running).
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.chromium import find_chromium

FOLDER = Path("docs/images")


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        desk = browser.new_page(viewport={"width": 1280, "height": 800})
        sign_in(desk, address)
        desk.screenshot(path=FOLDER / "home.png")
        desk.get_by_role("link", name="K-14").first.click()
        desk.screenshot(path=FOLDER / "client.png")
        phone = browser.new_page(
            viewport={"width": 390, "height": 844}, color_scheme="dark", device_scale_factor=1
        )
        sign_in(phone, address)
        phone.get_by_role("link", name="K-14").first.click()
        latest = phone.locator("a[href*='/log/0']").first.get_attribute("href")
        phone.goto(f"{address}{latest}saved/")
        phone.screenshot(path=FOLDER / "saved-phone.png")
        browser.close()


def sign_in(page: Page, address: str, *, who: str = "therapist") -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", f"{who}@demo.example")
    page.fill("[name=password]", "alliance-demo-2026")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/c/demo/")


if __name__ == "__main__":
    main(sys.argv[1])
