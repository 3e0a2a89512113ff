"""Asking for a report in a real browser: the meter moves, and the file comes."""

import threading
import zipfile
from contextlib import contextmanager

import pytest
from django.db import connection
from playwright.sync_api import expect

from alliance.reports.kinds.registry import KINDS
from alliance.reports.services.running import run_next
from tests import make
from tests.browser.conftest import DESKTOP, PHONE
from tests.reports.conftest import Trial

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def member():
    return make.member()


@contextmanager
def working():
    """A worker that makes what is asked for next, beside the browser."""
    thread = threading.Thread(target=work)
    thread.start()
    yield
    thread.join()


def work():
    try:
        run_next(is_stopping=lambda: False)
    finally:
        connection.close()


def test_own_data_is_asked_for_made_and_downloaded(page_as, member, tmp_path):
    make.log(of=make.client(of=member), reflection="I wanted to be liked.")
    page = page_as(member.user, path="/reports/?kind=my_data")

    page.get_by_role("button", name="Prepare report").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("You can leave this page.").first).to_be_visible()
    with working():
        download_link = page.get_by_role("link", name="Download")
        expect(download_link).to_be_visible()
    expect(page.locator("#reports-said")).to_have_text("My data is ready.")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    with page.expect_download() as coming:
        download_link.click()
    coming.value.save_as(tmp_path / "own.zip")

    with zipfile.ZipFile(tmp_path / "own.zip") as package:
        assert package.testzip() is None
        assert "I wanted to be liked." in package.read("reflections.jsonl").decode()
    assert coming.value.suggested_filename.startswith("alliance-my-data-")


def test_the_meter_moves_while_it_is_made(page_as, member, monkeypatch):
    seen, go_on = threading.Event(), threading.Event()
    trial = Trial()
    monkeypatch.setattr("alliance.reports.kinds.registry.KINDS", (*KINDS, trial.kind()))
    make.export(of=member, kind="trial")

    def wait():
        trial.progress.beat()
        seen.set()
        assert go_on.wait(20)

    trial.at[40] = wait
    page = page_as(member.user, path="/reports/")
    with working():
        assert seen.wait(20)
        bar = page.get_by_role("progressbar", name="Making Trial")
        expect(bar).to_have_attribute("aria-valuenow", "40")
        expect(page.get_by_text("40 of 100 rows.")).to_be_visible()
        expect(page.locator("#reports-said")).to_be_empty()
        go_on.set()
        expect(page.get_by_role("link", name="Download Trial")).to_be_visible()


@pytest.mark.requirement("WEB-09")
def test_without_javascript_the_page_tells_the_same_when_it_is_loaded_again(page_as, member):
    page = page_as(member.user, path="/reports/?kind=my_data", javascript=False)

    page.get_by_role("button", name="Prepare report").click()
    expect(page.get_by_text("In the queue.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()

    expect(page.get_by_text("You stopped it.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("In the queue.")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_anyone_can_read_the_page_of_reports(page_as, axe_violations, viewport, dark):
    admin = make.member(
        of=make.clinic(session_rows_allowed=True), roles="clinician supervisor admin"
    )
    states(admin)
    page = page_as(admin.user, viewport=viewport, dark=dark, path="/reports/?kind=session_rows")

    assert axe_violations(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]


def states(admin):
    """An export in every state."""
    for state, values in [
        ("running", {"rows_done": 40, "rows_total": 100}),
        ("failed", {"failure": "disk_full"}),
        ("cancelled", {}),
        ("queued", {}),
    ]:
        export = make.export(of=admin)
        type(export).objects.filter(pk=export.pk).update(state=state, **values)
