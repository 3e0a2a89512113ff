"""A sign-in that ends while somebody writes costs them nothing that they wrote."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alliance.logbook.models import Draft
from alliance.people.models import Session
from tests import make
from tests.browser.test_offline import UNTIL_READY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("SESS-08")]
WORDS = "Canary at the twelfth hour"
SIGNED_OUT = "Signed out. Sign in to go on"


@pytest.fixture
def about(monkeypatch):
    monkeypatch.setattr(make, "TODAY", timezone.localdate())
    return make.client(of=make.member(user=make.user(password=make.PASSWORD)), code="K-14")


def form_of(about) -> str:
    return f"/c/{about.clinic.slug}/log/new/?client={about.pk}"


@pytest.fixture
def page(page_as, about):
    return page_as(about.clinician.user, path=form_of(about))


def write(page) -> None:
    page.locator("[name=reflection]").fill(WORDS)
    page.locator(".scale").first.locator("input[value='4']").click()
    expect(page.locator("#save-line")).to_contain_text(SIGNED_OUT)


def sign_in(page, user) -> None:
    page.get_by_role("link", name=SIGNED_OUT).click()
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(make.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_after_twelve_hours_the_form_comes_back_with_every_word(page, about):
    Session.objects.update(expire_date=timezone.now())
    write(page)
    assert not Draft.objects.exists()

    sign_in(page, about.clinician.user)
    page.get_by_role("button", name="Go on writing").click()

    expect(page.locator("[name=reflection]")).to_have_value(WORDS)
    expect(page.locator(".scale").first.locator("input[value='4']")).to_be_checked()
    # It saves itself without another key.
    expect(page.locator("#save-line [data-time]")).to_be_visible()
    assert Draft.objects.get().client == about


def test_nothing_is_sent_where_it_would_be_lost(page, about):
    """The button does nothing either before somebody is signed in again."""
    Session.objects.update(expire_date=timezone.now())
    write(page)

    page.get_by_role("button", name="Save session").click()

    assert "/log/new/" in page.url
    expect(page.locator("[name=reflection]")).to_have_value(WORDS)


def test_where_the_server_forgot_them_the_device_kept_it(page_as, about):
    """Signed out from elsewhere: the server has no sign-in to keep words in."""
    home = f"/c/{about.clinic.slug}/"
    page = page_as(about.clinician.user, path=home, offline=True)
    page.evaluate(UNTIL_READY)
    page.goto(form_of(about))
    Session.objects.all().delete()
    write(page)

    sign_in(page, about.clinician.user)

    expect(page.get_by_text("among your drafts")).to_be_visible()
    draft = Draft.objects.get()
    page.goto(f"/c/{about.clinic.slug}/drafts/{draft.submission}/")
    expect(page.locator("[name=reflection]")).to_have_value(WORDS)
