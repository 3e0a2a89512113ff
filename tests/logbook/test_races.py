"""Two at once: one log, one winner, and nothing lost."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client as Browser

from alliance.logbook.models import Draft, SessionLog
from tests import make
from tests.browse import posted

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def all_at_once(send):
    def one(number):
        try:
            return send(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def browser_of(member):
    browser = Browser()
    browser.force_login(member.user)
    return browser


def test_one_form_sent_several_times_at_once_is_one_log_and_one_page_for_all():
    client = make.client()
    browsers = [browser_of(client.clinician) for _ in range(AT_ONCE)]
    fields = posted(client)
    address = f"/c/{client.clinic.slug}/log/new/"

    answers = all_at_once(lambda number: browsers[number].post(address, fields))

    assert [answer.status_code for answer in answers] == [302] * AT_ONCE
    assert len({answer.url for answer in answers}) == 1
    assert SessionLog.objects.count() == 1


def test_one_form_for_several_clients_at_once_is_one_log_and_the_others_keep_their_text():
    clinician = make.member()
    clients = [make.client(of=clinician) for _ in range(AT_ONCE)]
    browsers = [browser_of(clinician) for _ in range(AT_ONCE)]
    submission = str(uuid.uuid4())
    address = f"/c/{clinician.clinic.slug}/log/new/"

    answers = all_at_once(
        lambda number: browsers[number].post(
            address, posted(clients[number], submission=submission)
        )
    )

    assert sorted(answer.status_code for answer in answers) == [302, 422, 422, 422]
    assert SessionLog.objects.count() == 1


def test_of_several_changes_to_one_version_one_wins_and_the_others_are_shown_both():
    log = make.log()
    browsers = [browser_of(log.author) for _ in range(AT_ONCE)]
    address = f"/c/{log.clinic.slug}/log/{log.pk}/change/"

    answers = all_at_once(
        lambda number: browsers[number].post(
            address, posted(log.client, version="1", reflection=f"text {number}")
        )
    )

    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    log.refresh_from_db()
    assert log.version == 2


def test_several_autosaves_at_once_keep_one_draft():
    client = make.client()
    browsers = [browser_of(client.clinician) for _ in range(AT_ONCE)]
    fields = posted(client)
    address = f"/c/{client.clinic.slug}/log/draft/"

    answers = all_at_once(lambda number: browsers[number].post(address, fields))

    assert {answer.status_code for answer in answers} == {200}
    assert Draft.objects.count() == 1
