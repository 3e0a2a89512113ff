"""What a trainee says to their supervisor with a log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.logbook.queries.log_page import log_page
from alliance.people.models import Clinic
from tests import make
from tests.browse import Browser, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee():
    member = make.member()
    make.supervision(make.member(of=member.clinic, roles="supervisor"), member)
    return member


@pytest.fixture
def about(trainee):
    return make.client(of=trainee)


def saved(client, about, **fields) -> SessionLog:
    answer = Browser(client, about.clinician).post("/log/new/", posted(about, **fields))
    assert answer.status_code == 302, answer.content.decode()
    return SessionLog.objects.select_related("client__key").latest("created_at")


def form(client, about) -> str:
    return Browser(client, about.clinician).read(f"/log/new/?client={about.pk}")


def test_before_saving_it_says_who_will_read_what(client, about):
    supervisor = about.clinician.supervisions_received.get().supervisor

    page = form(client, about)

    assert f"{supervisor.user.name} will read the ratings" in page
    assert "Never the reflection." in page


def test_who_has_no_supervisor_is_not_asked(client):
    assert 'name="hold_back"' not in form(client, make.client())


def test_a_question_is_kept_sealed_and_marks_the_log(client, about, trainee):
    log = saved(client, about, supervision_question="How do I return to it?")

    assert log.for_supervision
    assert b"return" not in bytes(log.supervision_question)
    assert log_page(log, reader=trainee).supervision_question == "How do I return to it?"


def test_a_moment_can_be_marked_without_a_question(client, about):
    log = saved(client, about, for_supervision="on")

    assert (log.for_supervision, log.supervision_question) == (True, None)


def test_a_log_is_held_back_for_as_long_as_the_clinic_allows(client, about, trainee):
    Clinic.objects.filter(pk=trainee.clinic_id).update(holding_back_days=3)

    log = saved(client, about, hold_back="on")

    assert log.held_back_until == timezone.localdate() + timedelta(days=3)


def test_where_the_clinic_allows_none_it_is_not_offered_nor_taken(client, about, trainee):
    Clinic.objects.filter(pk=trainee.clinic_id).update(holding_back_days=0)

    assert 'name="hold_back"' not in form(client, about)
    assert saved(client, about, hold_back="on").held_back_until is None


def change(client, log, **fields) -> SessionLog:
    values = posted(log.client, version=str(log.version), **fields)
    answer = Browser(client, log.author).post(f"/log/{log.pk}/change/", values)
    assert answer.status_code == 302, answer.content.decode()
    return SessionLog.objects.get(pk=log.pk)


def test_a_change_keeps_the_day_and_letting_go_ends_it(client, about):
    log = saved(client, about, hold_back="on")
    until = timezone.localdate() + timedelta(days=1)
    SessionLog.objects.filter(pk=log.pk).update(held_back_until=until)

    log = change(client, log, hold_back="on")
    assert log.held_back_until == until
    assert change(client, log).held_back_until is None


def test_a_signed_off_log_can_not_be_held_back(client, about):
    log = saved(client, about)
    SessionLog.objects.filter(pk=log.pk).update(
        signed_off_at=timezone.now(), signed_off_version=log.version
    )

    assert change(client, log, hold_back="on").held_back_until is None


def test_a_question_outlives_a_change_made_without_a_supervisor(client, about, trainee):
    log = saved(client, about, supervision_question="How do I return to it?")
    trainee.supervisions_received.all().delete()

    page = Browser(client, trainee).read(f"/log/{log.pk}/change/")

    assert 'type="hidden" name="supervision_question" value="How do I return to it?"' in page
