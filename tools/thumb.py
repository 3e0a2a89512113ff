"""How long a tired thumb takes: the core ten on a phone, on slow 4G and a slow processor.

Usage: python -m tools.thumb http://localhost:8000 [times] (with `make run` running). The thumb
reads each statement for a second and a half before it answers; the time runs from its first tap on
home until the page after saving is there. It logs a session with a client of the demo each time.
"""

import sys
import time
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tools.chromium import find_chromium
from tools.screenshots import sign_in

LIMIT_SECONDS = 45
READING_SECONDS = 1.5
STATEMENTS = 10
# What Chromium's own tools call slow 4G.
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 // 8,
    "uploadThroughput": 750_000 // 8,
}
SLOWER = 4


def main(address: str, times: int) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        seconds = [seconds_for_the_core_ten(browser, address) for _time in range(times)]
        browser.close()
    told = ", ".join(f"{each:.1f}" for each in seconds)
    print(f"Core ten on slow 4G, processor {SLOWER} times slower: {told} s")
    print(
        f"Median {median(seconds):.1f} s of {LIMIT_SECONDS} s; reading is {reading():.0f} s of it."
    )
    return 0 if median(seconds) <= LIMIT_SECONDS else 1


def reading() -> float:
    return READING_SECONDS * STATEMENTS


def seconds_for_the_core_ten(browser: Browser, address: str) -> float:
    """In a fresh profile that has seen home and nothing else."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    sign_in(page, address)
    slow_down(page)
    began = time.monotonic()
    page.get_by_role("link", name="Log a session").first.tap()
    page.locator(".choose a").first.tap()
    page.locator(".ttl .code").wait_for()
    for number in range(STATEMENTS):
        page.wait_for_timeout(READING_SECONDS * 1_000)
        page.locator(".scale").nth(number).locator("input[value='4']").tap()
    page.get_by_role("button", name="Save session").tap()
    page.wait_for_url("**/saved/")
    seconds = time.monotonic() - began
    context.close()
    return seconds


def slow_down(page: Page) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", NETWORK)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1))
