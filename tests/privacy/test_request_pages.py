"""The pages on which somebody's request is found, held and erased."""

import pytest

from alliance.logbook.models import LegalHold
from alliance.logbook.services.holds import place_hold
from alliance.privacy.models import Erasure
from alliance.privacy.services.erasures import ask_erasure
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def about():
    about = make.client()
    make.log(of=about, reflection="A canary thought.", shared_note="A canary asked.")
    return about


@pytest.fixture
def admin(about):
    return make.member(of=about.clinic, roles="admin")


def test_an_admin_finds_a_client_by_the_code_they_were_told(client, about, admin):
    answer = Browser(client, admin).post("/privacy/", {"code": about.code.lower()})

    assert answer.url.endswith(f"/privacy/clients/{about.pk}/")


def test_a_code_that_two_therapists_use_asks_whose_it_is(client, about, admin):
    other = make.client(of=make.member(of=about.clinic), code=about.code)

    page = Browser(client, admin).post("/privacy/", {"code": about.code})

    assert about.clinician.user.name in page.text
    assert other.clinician.user.name in page.text


@pytest.mark.parametrize("code", ["Q-99", "", "x" * 21, "K-1\0"])
def test_an_unknown_or_odd_code_is_said_and_not_more(client, about, admin, code):
    page = Browser(client, admin).post("/privacy/", {"code": code})

    assert page.status_code in (200, 422)
    assert str(about.pk) not in page.text


def test_a_colleague_finds_only_their_own(client, about):
    peer = make.member(of=about.clinic)

    page = Browser(client, peer).post("/privacy/", {"code": about.code})

    assert "No client has this code" in page.text


@pytest.mark.requirement("PRIV-10")
def test_no_page_of_an_admin_shows_the_code_or_a_word(client, about, admin):
    place_hold(about, basis="An order.", by=about.clinician)
    ask_erasure(about, ground="asked", duty_is_over=True, by=about.clinician)
    browser = Browser(client, admin)
    at = f"/privacy/clients/{about.pk}/"

    pages = [browser.read(path) for path in ("/privacy/", at, f"{at}hold/", f"{at}erase/")]

    assert all(about.code not in page and "canary" not in page for page in pages)
    assert about.clinician.user.name in pages[1]


@pytest.mark.requirement("PRIV-10")
def test_the_title_names_no_code_to_its_clinician_either(client, about):
    page = Browser(client, about.clinician).read(f"/privacy/clients/{about.pk}/")

    assert about.code in page
    assert about.code not in page.split("</title>")[0]


def test_a_hold_needs_a_ground_and_is_released_by_an_admin_only(client, about, admin):
    own = Browser(client, about.clinician)
    at = f"/privacy/clients/{about.pk}/hold/"
    assert own.post(at, {"basis": " "}).status_code == 422
    own.post(at, {"basis": "A letter of 3 March."})
    hold = LegalHold.objects.get()
    assert b"letter" not in bytes(hold.basis)

    assert own.post(f"/privacy/holds/{hold.pk}/release/").status_code == 403
    Browser(client, admin).post(f"/privacy/holds/{hold.pk}/release/")

    hold.refresh_from_db()
    assert hold.released_by == admin


def test_erasure_is_asked_for_and_withdrawn(client, about):
    own = Browser(client, about.clinician)
    own.post(f"/privacy/clients/{about.pk}/erase/", {"ground": "asked", "duty_is_over": "on"})
    erasure = Erasure.objects.get()
    assert "Goes on" in own.read(f"/privacy/clients/{about.pk}/")

    own.post(f"/privacy/erasures/{erasure.pk}/withdraw/")

    assert "Withdrawn" in own.read(f"/privacy/clients/{about.pk}/")
    assert own.post(f"/privacy/erasures/{erasure.pk}/withdraw/").status_code == 403


def test_a_refusal_is_said_with_its_ground(client, about):
    own = Browser(client, about.clinician)

    page = own.post(f"/privacy/clients/{about.pk}/erase/", {"ground": "asked"}, follow=True)

    assert "The duty to keep the record runs on" in page.text


@pytest.mark.parametrize("count", [2, 7])
def test_the_list_asks_the_same_however_much_waits(client, about, admin, count):
    for _number in range(count):
        one = make.client(of=about.clinician)
        place_hold(one, basis="An order.", by=about.clinician)
        ask_erasure(make.client(of=about.clinician), ground="asked", duty_is_over=True, by=admin)
    browser = Browser(client, admin)

    with counted() as statements:
        browser.read("/privacy/")

    assert len(statements) == LIST_QUERIES + 2


def test_an_admin_sees_what_is_over_its_time(client, about, admin):
    browser = Browser(client, admin)

    with counted() as statements:
        page = browser.read("/privacy/retention/")

    assert "7 years after the last session" in page
    assert len(statements) <= LIST_QUERIES + 14
