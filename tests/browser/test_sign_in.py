import pytest

from tests import make
from tests.browser.conftest import DESKTOP, PHONE

SIGN_IN = "/accounts/login/"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_anyone_can_read_the_sign_in_page(open_page, axe_violations, viewport, dark):
    page = open_page(viewport=viewport, dark=dark, path=SIGN_IN)

    assert axe_violations(page) == []


@pytest.mark.requirement("WEB-09")
@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without"])
def test_a_therapist_signs_in_and_is_in_the_own_clinic(open_page, javascript):
    therapist = make.user(email="therapist@clinic.example", password=make.PASSWORD)
    place = make.member(user=therapist)
    page = open_page(javascript=javascript, path=SIGN_IN)

    page.fill("[name=login]", "therapist@clinic.example")
    page.fill("[name=password]", make.PASSWORD)
    page.press("[name=password]", "Enter")

    page.wait_for_url(f"**/c/{place.clinic.slug}/")
