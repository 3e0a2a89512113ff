"""Real pages in a real Chromium, against a live server on the database of the run."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import get_ident
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tools.chromium import find_chromium

SETTLE_TURNS = 120
QUIET_TURNS = 3
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = settings.BASE_DIR / "node_modules/axe-core/axe.min.js"
# What DESIGN.md was checked against: WCAG 2.0 to 2.2, A and AA, and best practice.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process; each test gets a fresh profile of its own."""
    program = find_chromium()
    if program is None:
        pytest.fail("The browser tests need Chromium; `make test` says how to get it.")
    # Playwright keeps an event loop in this thread, which Django would take for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """What went wrong in any page: an error in its console (a breach of the content security
    policy is one), a failed script, a request to another host. None may be left at the end."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def open_page(chromium, live_server, complaints, answering) -> Iterator[Callable[..., Page]]:
    """`open_page(as_user=someone, viewport=PHONE, dark=True)`: a page of a new profile.

    `offline`: one that may keep what it needs without a network.
    """
    contexts: list[BrowserContext] = []
    waiting: set[Request] = set()

    def open_one(
        *, as_user=None, viewport=DESKTOP, dark=False, javascript=True, path=None, offline=False
    ):
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            has_touch=viewport == PHONE,
            is_mobile=viewport == PHONE,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            java_script_enabled=javascript,
            locale="en-GB",
            # What they fetch beside the page is of no interest to other tests.
            service_workers="allow" if offline else "block",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if as_user is not None:
            context.add_cookies([session_cookie(as_user, live_server.url)])
        page = context.new_page()
        listen(page, host=urlsplit(live_server.url).netloc, complaints=complaints)
        page.on("request", lambda request: waiting.add(request))
        page.on("requestfinished", lambda request: waiting.discard(request))
        page.on("requestfailed", lambda request: waiting.discard(request))
        if path is not None:
            page.goto(path)
        return page

    yield open_one
    for context in contexts:
        let_answers_arrive(context, waiting)
        context.close()
    let_server_finish(answering)


@pytest.fixture
def answering() -> Iterator[set[int]]:
    """The threads of the live server in which a request is being answered."""
    now: set[int] = set()

    def begin(**_: object) -> None:
        now.add(get_ident())

    def end(**_: object) -> None:
        now.discard(get_ident())

    request_started.connect(begin)
    request_finished.connect(end)
    yield now
    request_started.disconnect(begin)
    request_finished.disconnect(end)


def let_server_finish(answering: set[int]) -> None:
    """A page that was left waits for no answer, but the server is still writing it."""
    quiet = 0
    for _turn in range(SETTLE_TURNS):
        quiet = 0 if answering else quiet + 1
        if quiet == QUIET_TURNS:
            return
        time.sleep(0.025)


def let_answers_arrive(context: BrowserContext, waiting: set[Request]) -> None:
    """A draft on its way when a test ends would still be writing while the tables are emptied."""
    for page in context.pages:
        for _turn in range(SETTLE_TURNS):
            if not waiting:
                return
            page.wait_for_timeout(25)


@pytest.fixture
def page_as(open_page) -> Callable[..., Page]:
    """`page_as(someone, path="/log/new/")`: a page in which this person is signed in."""

    def page_of(user, **how):
        return open_page(as_user=user, **how)

    return page_of


@pytest.fixture
def axe_violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page, as `rule: selector` lines."""

    def violations_of(page: Page) -> list[str]:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_TAGS
        )
        return [
            f"{violation['id']}: {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    return violations_of


def session_cookie(user, address: str) -> dict[str, str]:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": address}


def listen(page: Page, *, host: str, complaints: list[str]) -> None:
    def on_console(message):
        if message.type == "error":
            complaints.append(f"console: {message.text}")

    def on_request(request):
        asked = urlsplit(request.url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != host:
            complaints.append(f"asked {asked.netloc}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("request", on_request)
