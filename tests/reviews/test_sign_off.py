"""Signing off what was read, and what happens when it changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.logbook.services import clients, logs
from alliance.logbook.services.clients import HasSignedOffLogs
from alliance.reviews.models import AgendaItem, SignOff
from alliance.reviews.services.sign_offs import sign_off
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(pair):
    return make.log(of=pair.about, shared_note="A heron.")


def sign(pair, log, *, by=None, version="1", client=None):
    browser = Browser(client, by) if by else pair.read
    return browser.post(f"/reviews/{log.pk}/sign-off/", {"version": version})


def change(log, **fields) -> SessionLog:
    held = SessionLog.objects.get(pk=log.pk)
    entry = make.entry(held_on=held.held_on, **fields)
    return logs.change_log(held, entry=entry, version=held.version, by=held.author)


def test_it_is_for_the_version_that_was_read(pair, log):
    answer = sign(pair, log)

    log.refresh_from_db()
    assert answer.status_code == 302
    assert log.signed_off_version == 1
    assert SignOff.objects.get().supervisor == pair.supervisor


def test_a_log_that_changed_meanwhile_is_shown_with_what_changed(pair, log):
    change(log, shared_note="A kestrel.")

    answer = sign(pair, log, version="1")

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This log changed while you read it." in page
    assert "A heron." in page
    assert "A kestrel." in page
    assert not SignOff.objects.exists()
    assert 'name="version" value="2"' in page


@pytest.mark.parametrize("version", ["", "0", "x", "99", "-1", str(2**70)])
def test_an_odd_version_signs_nothing(pair, log, version):
    assert sign(pair, log, version=version).status_code == 409
    assert not SignOff.objects.exists()


def test_of_two_supervisors_one_signs_and_the_other_is_told(pair, log, client):
    other = make.member(of=pair.clinic, roles="supervisor")
    make.supervision(other, pair.trainee)
    sign(pair, log)

    sign(pair, log, by=other, client=client)

    page = Browser(client, other).read(f"/reviews/{log.pk}/")
    assert "Signed off" in page
    assert SignOff.objects.get().supervisor == pair.supervisor


def test_nobody_signs_their_own_work(pair, log, client):
    own = make.member(of=pair.clinic, roles="clinician supervisor")
    mine = make.log(of=make.client(of=own))

    assert sign(pair, mine, by=own, client=client).status_code == 403
    assert not SignOff.objects.exists()


def test_a_change_after_sign_off_is_an_amendment_and_both_are_kept(pair, log, client):
    sign(pair, log)
    change(log, shared_note="A kestrel.")

    page = pair.read.read(f"/reviews/{log.pk}/")

    assert "Amended since sign-off" in page
    assert "A heron." in page
    assert "A kestrel." in page
    thread = Browser(client, pair.trainee).read(f"/log/{log.pk}/comments/")
    assert "amended since, and both are kept" in thread


def test_a_signed_off_log_is_not_trashed_nor_is_its_client(pair, log):
    sign_off(log, version=1, by=pair.supervisor)
    log.refresh_from_db()

    with pytest.raises(logs.SignedOff):
        logs.trash_log(log, by=pair.trainee)
    with pytest.raises(HasSignedOffLogs):
        clients.trash_client(pair.about, by=pair.trainee)


def test_the_page_of_a_client_says_why_they_stay(pair, log, client):
    sign_off(log, version=1, by=pair.supervisor)

    browser = Browser(client, pair.trainee)
    answer = browser.post(f"/clients/{pair.about.pk}/trash/", follow=True)

    assert "signed off" in answer.content.decode()
    assert browser.get(f"/clients/{pair.about.pk}/").status_code == 200


def test_it_can_be_taken_back_within_ten_minutes(pair, log):
    sign(pair, log)
    pair.read.post(f"/reviews/{log.pk}/sign-off/undo/")

    log.refresh_from_db()
    assert (log.signed_off_at, log.signed_off_version) == (None, None)
    assert not SignOff.objects.exists()


def test_and_not_later(pair, log):
    sign(pair, log)
    SignOff.objects.update(signed_at=timezone.now() - timedelta(minutes=11))

    pair.read.post(f"/reviews/{log.pk}/sign-off/undo/")

    log.refresh_from_db()
    assert log.signed_off_version == 1


def test_taking_back_a_second_sign_off_leaves_the_first(pair, log):
    sign(pair, log)
    change(log)
    sign(pair, log, version="2")

    pair.read.post(f"/reviews/{log.pk}/sign-off/undo/")

    log.refresh_from_db()
    assert log.signed_off_version == 1


def test_discussing_twice_puts_it_on_the_agenda_once(pair, log):
    for _press in range(2):
        pair.read.post(f"/reviews/{log.pk}/discuss/")
    assert AgendaItem.objects.get().log_id == log.pk

    pair.read.post(f"/reviews/{log.pk}/discuss/undo/")

    assert not AgendaItem.objects.exists()


def test_sign_offs_stay_when_supervision_ends_and_the_log_does_not(pair, log):
    sign(pair, log)
    pair.read.read("/guidance/")  # with the message that it is signed off
    pair.trainee.supervisions_received.update(ends_on=make.TODAY)

    page = pair.read.read("/reviews/past/")

    assert pair.trainee.user.name in page
    assert pair.about.code not in page
    assert pair.read.get(f"/reviews/{log.pk}/").status_code == 404
    assert sign(pair, log).status_code == 404
