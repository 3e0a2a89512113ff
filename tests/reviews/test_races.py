"""Two supervisors, or one with two devices, at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from alliance.logbook.models import Client as ClientOfTheirs
from alliance.reviews.models import AgendaItem, SignOff
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def signed_in(member):
    browser = Client()
    browser.force_login(member.user)
    return browser


def press(browser, address):
    try:
        return browser.post(address, {"version": "1"}).status_code
    finally:
        connections.close_all()


def all_press(members, path):
    """Each with a browser of their own, all at once; how they were answered."""
    browsers = [signed_in(member) for member in members]
    address = f"/c/{members[0].clinic.slug}{path}"
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(press, browsers, [address] * len(browsers)))


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


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.parametrize("act", ["sign-off", "discuss"])
def test_what_a_supervisor_does_waits_for_no_client_or_it_would_wait_for_a_change(pair, act):
    """A change holds the client, then the log: to hold both the other way round is a deadlock."""
    log = make.log(of=pair.about)
    browser, address = signed_in(pair.supervisor), f"/c/{pair.clinic.slug}/reviews/{log.pk}/{act}/"

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        ClientOfTheirs.objects.select_for_update().get(pk=pair.about.pk)
        acting = pool.submit(press, browser, address)
        assert acting.result(timeout=20) == 302
