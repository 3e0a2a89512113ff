"""Without a network: the log form opens, keeps what is written sealed, and sends it later."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alliance.logbook.models import Draft, SessionLog
from tests import make
from tests.browser.conftest import PHONE

WORDS = "Canary on a train"
EVERYTHING = """async () => {
  const opened = await new Promise((resolve) => {
    const asked = indexedDB.open("alliance-kept");
    asked.onsuccess = () => resolve(asked.result);
  });
  const of = (store) => new Promise((resolve) => {
    const asked = opened.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const pages = await Promise.all(
    (await (await caches.open("alliance-pages")).matchAll()).map((page) => page.text()));
  return { forms: await of("forms"), keys: await of("keys"), pages: pages.join() };
}"""

UNTIL_READY = """async () => {
  while (!(await (await caches.open("alliance-pages")).keys()).length) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""


def gone_and_opened_again(page):
    """Closed, not left: a page that one left may still be there and keep its draft itself."""
    again = page.context.new_page()
    page.close()
    return again


@pytest.fixture
def about(monkeypatch):
    monkeypatch.setattr(make, "TODAY", timezone.localdate())
    return make.client(code="K-14")


@pytest.fixture
def page(page_as, about):
    """A phone that has been on Home once, with a network."""
    page = page_as(
        about.clinician.user, viewport=PHONE, path=f"/c/{about.clinic.slug}/", offline=True
    )
    page.evaluate(UNTIL_READY)
    return page


@pytest.fixture
def _expected(complaints):
    """Chromium says in the console what could not be fetched, and which answers were conflicts."""
    yield
    expected = ("ERR_INTERNET_DISCONNECTED", "409 (Conflict)")
    complaints[:] = [said for said in complaints if not any(word in said for word in expected)]


def fill_in(page) -> None:
    """Returns when the device has kept all of it."""
    page.locator("[name=reflection]").fill(WORDS)
    page.locator(".scale").first.locator("input[value='4']").tap()
    begun = page.evaluate("Date.now()")
    while not any(form["at"] > begun for form in page.evaluate(EVERYTHING)["forms"]):
        page.wait_for_timeout(50)


@pytest.mark.usefixtures("_expected")
def test_a_log_written_in_a_tunnel_is_sent_afterwards(page, about):
    page.context.set_offline(True)
    page.goto(f"/c/{about.clinic.slug}/log/new/")
    expect(page.get_by_text("No network. You can log a session all the same")).to_be_visible()
    page.locator("[name=client]").fill("k-14")
    fill_in(page)
    page.get_by_role("button", name="Save when back online").tap()
    expect(page.locator("#save-line")).to_contain_text("Kept on this device, locked")

    kept = page.evaluate(EVERYTHING)
    assert len(kept["forms"]) == 1
    assert WORDS not in str(kept)
    assert "K-14" not in str(kept)

    page.context.set_offline(False)
    expect(page.get_by_text("A session kept on this device is saved.")).to_be_visible()
    log = SessionLog.objects.of_client(about).get()
    assert log.held_on == make.TODAY
    assert page.evaluate(EVERYTHING)["forms"] == []


def test_what_was_typed_when_the_network_went_survives_the_browser(page, about):
    page.goto(f"/c/{about.clinic.slug}/log/new/?client={about.pk}")
    page.context.set_offline(True)
    fill_in(page)
    expect(page.locator("#save-line")).to_contain_text("Kept on this device, locked")
    page = gone_and_opened_again(page)

    page.context.set_offline(False)
    page.goto(f"/c/{about.clinic.slug}/")
    expect(page.get_by_text("among your drafts")).to_be_visible()
    draft = Draft.objects.get()
    page.goto(f"/c/{about.clinic.slug}/drafts/{draft.submission}/")
    expect(page.locator("[name=reflection]")).to_have_value(WORDS)


@pytest.mark.usefixtures("_expected")
def test_a_conflict_is_shown_and_nothing_merged(page, about):
    page.goto(f"/c/{about.clinic.slug}/log/new/?client={about.pk}")
    submission = page.locator("[name=submission]").input_value()
    page.context.set_offline(True)
    fill_in(page)
    expect(page.locator("#save-line")).to_contain_text("Kept on this device, locked")
    make.log(of=about, submission=submission, reflection="Saved at the desk")

    page = gone_and_opened_again(page)
    page.context.set_offline(False)
    page.goto(f"/c/{about.clinic.slug}/")
    expect(page.get_by_text("kept on this device needs a look")).to_be_visible()
    page.get_by_role("button", name="Open it").tap()
    expect(page.get_by_role("cell", name="Saved at the desk")).to_be_visible()
    expect(page.locator("[name=reflection]")).to_have_value(WORDS)
    page.get_by_role("button", name="Save changes").tap()
    page.wait_for_url(f"**/c/{about.clinic.slug}/log/*/")
    assert SessionLog.objects.of_client(about).get().version == 2


@pytest.mark.usefixtures("_expected")
def test_any_other_page_says_so_and_leads_to_the_form(page, about, axe_violations):
    page.context.set_offline(True)
    page.goto(f"/c/{about.clinic.slug}/clients/")

    expect(page.get_by_role("heading", name="No network")).to_be_visible()
    assert axe_violations(page) == []
    page.get_by_role("link", name="Log a session without a network").tap()
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()
    assert axe_violations(page) == []


def test_a_device_can_be_made_to_forget(page, about):
    page.goto(f"/c/{about.clinic.slug}/settings/")
    page.get_by_role("button", name="Forget what this device keeps").tap()

    expect(page.get_by_text("Nothing is kept on this device now.")).to_be_visible()
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_it_can_be_installed_on_a_phone(open_page):
    page = open_page(viewport=PHONE, path="/accounts/login/", offline=True)
    tools = page.context.new_cdp_session(page)

    manifest = tools.send("Page.getAppManifest")
    wrong = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    # A profile of a test is a private window; nothing else stands in the way.
    assert [each["errorId"] for each in wrong] == ["in-incognito"]
