"""Two supervisors, or one with two devices, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from alliance.reviews.models import AgendaItem, SignOff
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_press(members, path):
    """Each with a browser of their own, all at once; how they were answered."""
    browsers = []
    for member in members:
        browser = Client()
        browser.force_login(member.user)
        browsers.append(browser)
    address = f"/c/{members[0].clinic.slug}{path}"

    def press(browser):
        try:
            return browser.post(address, {"version": "1"}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, browsers))


def supervisors(pair):
    others = [make.member(of=pair.clinic, roles="supervisor") for _number in range(AT_ONCE - 1)]
    for other in others:
        make.supervision(other, pair.trainee)
    return [pair.supervisor, *others]


def test_several_supervisors_sign_at_once_and_one_sign_off_stands(pair):
    log = make.log(of=pair.about)

    answers = all_press(supervisors(pair), f"/reviews/{log.pk}/sign-off/")

    assert answers == [302] * AT_ONCE
    assert SignOff.objects.count() == 1
    log.refresh_from_db()
    assert log.signed_off_version == 1


def test_a_log_that_is_put_on_the_agenda_from_several_devices_is_on_it_once(pair):
    log = make.log(of=pair.about)

    answers = all_press([pair.supervisor] * AT_ONCE, f"/reviews/{log.pk}/discuss/")

    assert answers == [302] * AT_ONCE
    assert AgendaItem.objects.count() == 1
