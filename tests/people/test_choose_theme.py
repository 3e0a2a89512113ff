import pytest
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return make.member()


@pytest.fixture
def browser(member):
    browser = Client(raise_request_exception=False)
    browser.force_login(member.user)
    return browser


def choose(browser, member, **answers):
    return browser.post(f"/c/{member.clinic.slug}/settings/theme/", answers)


def test_the_theme_follows_the_person_to_every_page(browser, member):
    answer = choose(browser, member, theme="dark", next="/c/x/clients/")

    assert answer["Location"] == "/c/x/clients/"
    page = browser.get(f"/c/{member.clinic.slug}/settings/").content.decode()
    assert 'data-theme="dark" data-bs-theme="dark"' in page


def test_a_theme_that_does_not_exist_changes_nothing(browser, member):
    assert choose(browser, member, theme="pink").status_code == 400
    member.user.refresh_from_db()
    assert member.user.theme == "system"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", ""])
def test_choosing_never_leads_to_another_site(browser, member, elsewhere):
    assert choose(browser, member, theme="light", next=elsewhere)["Location"] == "/"


def test_a_stranger_to_the_clinic_finds_nothing(member):
    stranger = Client(raise_request_exception=False)
    stranger.force_login(make.member().user)

    assert choose(stranger, member, theme="dark").status_code == 404


def test_every_form_of_the_frame_can_be_sent(browser, member):
    page = browser.get(f"/c/{member.clinic.slug}/settings/").content.decode()

    forms = page.split("<form")[1:]
    assert len(forms) == 5
    assert all('name="csrfmiddlewaretoken" value="' in form for form in forms)
