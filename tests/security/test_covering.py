"""Away from the screen: no page opens before the server knows that it is still them."""

import pytest
from django.test import Client

from alliance.people.models import KnownDevice
from tests import make
from tests.security.signing_in import code_of, forget_used_codes, is_in, person, signed_in, with_app

pytestmark = pytest.mark.django_db
PIN = "271828"


@pytest.fixture
def member():
    return person()


@pytest.fixture
def browser(member):
    return signed_in(member)


def asked_to_uncover(answer) -> bool:
    return answer.status_code == 302 and "/uncover/?next=" in answer.url


def page(browser, member, path="/settings/"):
    return browser.get(f"/c/{member.clinic.slug}{path}")


@pytest.mark.requirement("SESS-02")
@pytest.mark.parametrize(
    ("minutes", "idle", "opens"), [(29, 30, True), (31, 30, False), (6, 5, False), (59, 60, True)]
)
def test_after_so_many_minutes_no_page_opens(member, browser, clock, minutes, idle, opens):
    member.clinic.idle_minutes = idle
    member.clinic.save()

    clock.move(minutes=minutes)

    assert is_in(browser, member) == opens


@pytest.mark.requirement("SESS-02")
def test_whoever_keeps_working_is_not_asked(member, browser, clock):
    for _ in range(6):
        clock.move(minutes=25)
        assert is_in(browser, member)


@pytest.mark.requirement("SESS-02")
def test_it_stays_shut_however_often_one_tries(member, browser, clock):
    clock.move(minutes=31)

    assert [asked_to_uncover(page(browser, member)) for _ in range(3)] == [True] * 3
    assert asked_to_uncover(browser.get("/clinics/"))
    assert asked_to_uncover(browser.get("/accounts/email/"))


@pytest.mark.requirement("SESS-01", "SESS-02")
def test_the_password_opens_it_again_and_the_key_is_a_new_one(member, browser, clock):
    before = browser.cookies["sessionid"].value
    clock.move(minutes=31)
    way = browser.get(page(browser, member).url)

    back = browser.post(way.url, {"password": make.PASSWORD})

    assert back.url == f"/c/{member.clinic.slug}/settings/"
    assert browser.get(back.url).status_code == 200
    assert browser.cookies["sessionid"].value != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert not is_in(thief, member)


def test_who_has_an_app_gives_its_code(clock):
    member = with_app(person())
    browser = signed_in(member)
    clock.move(minutes=31)
    forget_used_codes()

    way = browser.get(page(browser, member).url)
    browser.post(way.url, {"code": code_of(member.secret)})

    assert "/2fa/" in way.url
    assert is_in(browser, member)


def set_pin(browser, member, pin=PIN):
    return browser.post(f"/c/{member.clinic.slug}/settings/pin/", {"pin": pin})


def give_pin(browser, pin=PIN):
    return browser.post("/uncover/", {"pin": pin, "next": "/"})


def test_a_pin_of_this_device_is_one_gesture(member, browser, clock):
    set_pin(browser, member)
    clock.move(minutes=31)
    assert "PIN of this device" in browser.get(page(browser, member).url).text

    give_pin(browser)

    assert is_in(browser, member)


@pytest.mark.requirement("AUTH-09")
def test_a_pin_uncovers_and_proves_nothing_more(member, browser, clock):
    set_pin(browser, member)
    clock.move(minutes=31)
    give_pin(browser)

    answer = set_pin(browser, member, "314159")

    assert "/reauthenticate/" in answer.url


@pytest.mark.requirement("ABU-03")
def test_a_wrong_pin_counts_and_after_five_only_the_password_helps(member, browser, clock, tried):
    set_pin(browser, member)
    clock.move(minutes=31)
    page(browser, member)

    answers = [give_pin(browser, f"99999{turn}").status_code for turn in range(5)]
    give_pin(browser)

    tried(6)
    assert answers == [422] * 5
    assert not is_in(browser, member)
    way = browser.get("/uncover/?next=/")
    browser.post(way.url, {"password": make.PASSWORD})
    assert is_in(browser, member)


def test_a_pin_is_worth_nothing_on_another_device(member, browser, clock):
    set_pin(browser, member)
    other = signed_in(member)
    clock.move(minutes=31)
    page(other, member)

    give_pin(other)

    assert not is_in(other, member)


def test_a_pin_signs_nobody_in(member, browser):
    set_pin(browser, member)
    browser.post("/accounts/logout/")

    give_pin(browser)

    assert not is_in(browser, member)


@pytest.mark.parametrize("pin", ["12345", "123456", "111111", "987654", "abcdef", "١٢٣٤٥٧", ""])
def test_a_pin_that_anybody_would_try_is_refused(member, browser, pin):
    assert set_pin(browser, member, pin).status_code in {200, 422}
    assert not KnownDevice.objects.exclude(pin="").exists()


def test_a_pin_is_kept_as_a_hash(member, browser):
    set_pin(browser, member)

    kept = KnownDevice.objects.get()
    assert PIN not in kept.pin
    assert browser.cookies["device"].value != kept.token_hash


def test_a_cover_drawn_by_hand_is_lifted_within_ten_minutes(member, browser, clock):
    browser.post("/cover/")
    clock.move(minutes=9)

    assert browser.post("/cover/lift/").status_code == 204
    clock.move(minutes=2)
    assert is_in(browser, member)


def test_ten_minutes_later_the_server_asks_whatever_the_page_does(member, browser, clock):
    browser.post("/cover/")
    clock.move(minutes=11)

    assert browser.post("/cover/lift/").status_code == 403
    assert not is_in(browser, member)


def test_a_screen_that_covered_itself_asks_at_once(member, browser, clock):
    browser.post("/cover/", {"idle": "1"})

    assert not is_in(browser, member)
