"""After signing out, and behind a cover: going back shows nothing that was on the screen."""

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import PHONE
from tests.browser.test_offline import EVERYTHING, UNTIL_READY

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "Canary behind the door"


@pytest.fixture
def log():
    return make.log(of=make.client(code="K-14"), reflection=WORDS, intention=WORDS)


@pytest.fixture
def path(log):
    return f"/c/{log.client.clinic.slug}/log/{log.pk}/"


@pytest.fixture
def page(page_as, log):
    """On a phone that was on Home once, so that it keeps what it may keep."""
    home = f"/c/{log.client.clinic.slug}/"
    page = page_as(log.client.clinician.user, viewport=PHONE, path=home, offline=True)
    page.evaluate(UNTIL_READY)
    return page


@pytest.fixture
def _expected(complaints):
    yield
    complaints[:] = [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said]


def read(page, path) -> None:
    page.goto(path)
    expect(page.get_by_text(WORDS).first).to_be_visible()


def sign_out(page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").last.tap()
    page.wait_for_url("**/accounts/login/**")


def shows_nothing(page) -> bool:
    text = page.content() + page.title()
    return WORDS not in text and "K-14" not in text


@pytest.mark.requirement("SESS-03", "SESS-07")
def test_after_signing_out_back_leads_to_the_sign_in_page(page, path):
    read(page, path)
    sign_out(page)

    for _step in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert shows_nothing(page)
    expect(page.locator("[name=login]")).to_be_visible()


@pytest.mark.requirement("SESS-03", "SESS-07")
@pytest.mark.usefixtures("_expected")
def test_without_a_network_back_shows_nothing_either(page, path):
    read(page, path)
    sign_out(page)
    page.context.set_offline(True)

    for _step in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert shows_nothing(page)


@pytest.mark.requirement("SESS-07")
@pytest.mark.usefixtures("_expected")
def test_a_page_that_was_read_is_kept_nowhere(page, path):
    """Signed in still, and without a network: not by Back, not by its address, not in a store."""
    read(page, path)
    page.goto("/settings/")
    page.context.set_offline(True)

    page.go_back()
    page.wait_for_load_state()
    assert shows_nothing(page)
    page.goto(path)
    assert shows_nothing(page)
    assert WORDS not in str(page.evaluate(EVERYTHING))


@pytest.mark.requirement("SESS-02", "SESS-07")
def test_behind_a_cover_back_shows_the_cover(page, path):
    read(page, path)
    page.goto(path.split("/log/")[0] + "/settings/")
    page.evaluate("document.querySelector('[data-cover]').click()")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.go_back()
    page.wait_for_load_state()

    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_text(WORDS).first).to_be_hidden()
