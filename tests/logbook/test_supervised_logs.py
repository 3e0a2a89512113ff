"""Which of a trainee's logs a supervisor reads, and on which days."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from alliance.logbook.models import Client, SessionLog, SharedLog
from alliance.people import services as people
from alliance.people.models import Deputy, Supervision
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
START = make.TODAY - timedelta(days=30)


@pytest.fixture
def supervisor():
    return make.member(roles="supervisor")


@pytest.fixture
def trainee(supervisor):
    return make.member(of=supervisor.clinic)


def supervise(supervisor, trainee, starts_on=START, ends_on=None) -> Supervision:
    return people.start_supervision(
        trainee, supervisor=supervisor, starts_on=starts_on, ends_on=ends_on, by=trainee
    )


def deputise(supervisor, deputy, starts_on, ends_on) -> Deputy:
    return Deputy.objects.create(
        clinic=supervisor.clinic,
        supervisor=supervisor,
        deputy=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def reads(reader, log, on=make.TODAY) -> bool:
    visible = SessionLog.objects.visible_to(reader, on=on).filter(pk=log.pk).exists()
    reviewed = SessionLog.objects.under_review_by(reader, on=on).filter(pk=log.pk).exists()
    read = list(Supervision.objects.read_by(reader, on=on))
    through = SessionLog.objects.read_through(read, on=on).filter(pk=log.pk).exists()
    assert visible == (reviewed or log.author_id == reader.pk)
    assert through == reviewed
    return visible


def hold_back(log, until: date) -> None:
    SessionLog.objects.filter(pk=log.pk).update(held_back_until=until)


def test_it_begins_on_its_first_day_and_is_over_on_its_last(supervisor, trainee):
    supervise(supervisor, trainee, ends_on=make.TODAY)
    log = make.log(of=make.client(of=trainee), held_on=START)

    days = [START - DAY, START, make.TODAY - DAY, make.TODAY]
    assert [reads(supervisor, log, on=day) for day in days] == [False, True, True, False]


def test_one_that_is_not_agreed_shows_nothing(supervisor, trainee):
    supervision = supervise(supervisor, trainee)
    Supervision.objects.filter(pk=supervision.pk).update(agreed_at=None)

    assert not reads(supervisor, make.log(of=make.client(of=trainee)))
    assert not Client.objects.visible_to(supervisor, on=make.TODAY).exists()


def test_a_session_from_before_is_read_when_it_was_shown_and_only_by_whom(supervisor, trainee):
    other = make.member(of=supervisor.clinic, roles="supervisor")
    supervise(supervisor, trainee)
    supervise(other, trainee)
    about = make.client(of=trainee)
    before, untold = (make.log(of=about, held_on=START - days * DAY) for days in (9, 2))
    assert not reads(supervisor, before)

    SharedLog.objects.create(clinic=trainee.clinic, log=before, supervisor=supervisor)

    assert reads(supervisor, before)
    assert not reads(supervisor, untold)
    assert not reads(other, before)


def test_what_was_shown_is_out_of_sight_when_supervision_ends(supervisor, trainee):
    supervise(supervisor, trainee, ends_on=make.TODAY)
    before = make.log(of=make.client(of=trainee), held_on=START - DAY)
    SharedLog.objects.create(clinic=trainee.clinic, log=before, supervisor=supervisor)

    assert reads(supervisor, before, on=make.TODAY - DAY)
    assert not reads(supervisor, before)


def test_a_log_held_back_waits_for_its_day(supervisor, trainee):
    supervise(supervisor, trainee)
    log = make.log(of=make.client(of=trainee))
    hold_back(log, make.TODAY + 3 * DAY)

    assert [reads(supervisor, log, on=make.TODAY + days * DAY) for days in (0, 2, 3)] == [
        False,
        False,
        True,
    ]
    assert reads(trainee, log)


def test_a_deputy_reads_on_the_days_of_the_absence_and_no_others(supervisor, trainee):
    supervise(supervisor, trainee)
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    deputise(supervisor, deputy, make.TODAY, make.TODAY + 7 * DAY)
    log = make.log(of=make.client(of=trainee), held_on=START)

    days = [make.TODAY + days * DAY for days in (-1, 0, 6, 7)]
    assert [reads(deputy, log, on=day) for day in days] == [False, True, True, False]
    assert reads(supervisor, log)


def test_a_deputy_of_somebody_whose_supervision_ended_reads_nothing(supervisor, trainee):
    supervise(supervisor, trainee, ends_on=make.TODAY)
    deputy = make.member(of=supervisor.clinic, roles="supervisor")
    deputise(supervisor, deputy, make.TODAY - DAY, make.TODAY + DAY)

    assert not reads(deputy, make.log(of=make.client(of=trainee), held_on=START))


def test_nobody_reviews_their_own_work_not_even_as_a_deputy(supervisor):
    trainee = make.member(of=supervisor.clinic, roles="clinician supervisor")
    supervise(supervisor, trainee)
    deputise(supervisor, trainee, START, make.TODAY + DAY)
    own = make.log(of=make.client(of=trainee))

    assert not SessionLog.objects.under_review_by(trainee, on=make.TODAY).exists()
    assert reads(trainee, own)


def test_without_the_role_nothing_is_read(supervisor, trainee):
    supervise(supervisor, trainee)
    log = make.log(of=make.client(of=trainee))
    supervisor.is_supervisor, supervisor.is_clinician = False, True
    supervisor.save()

    assert not reads(supervisor, log)


def test_it_begins_at_midnight_where_the_clinic_is(client, supervisor, trainee, monkeypatch):
    """One second before and at midnight in Auckland, twelve hours before London's."""
    clinic = supervisor.clinic
    clinic.time_zone = "Pacific/Auckland"
    clinic.save()
    supervise(supervisor, trainee, starts_on=date(2026, 7, 1))
    log = make.log(of=make.client(of=trainee), held_on=date(2026, 7, 1))
    client.force_login(supervisor.user)
    path = f"/c/{clinic.slug}/log/{log.pk}/"
    midnight = timezone.datetime(2026, 6, 30, 12, 0, tzinfo=timezone.UTC)

    def answer_at(moment) -> int:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return client.get(path).status_code

    assert answer_at(midnight - timedelta(seconds=1)) == 404
    assert answer_at(midnight) == 200


# --- the rules, said a second time in plain Python -------------------------------------------

offsets = st.integers(-6, 6)


class TestTheRules(TestCase):
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        starts=offsets,
        ends=st.none() | offsets,
        held=st.integers(-12, 0),
        until=st.none() | offsets,
        deputy_from=st.none() | offsets,
        is_shown=st.booleans(),
        is_agreed=st.booleans(),
        asks_deputy=st.booleans(),
    )
    def test_who_reads_is_who_may(
        self, starts, ends, held, until, deputy_from, is_shown, is_agreed, asks_deputy
    ):
        supervisor = make.member(roles="supervisor")
        deputy = make.member(of=supervisor.clinic, roles="supervisor")
        trainee = make.member(of=supervisor.clinic)
        if ends is not None:
            ends = max(ends, starts)
        log = make.log(of=make.client(of=trainee), held_on=make.TODAY + held * DAY)
        supervision = supervise(
            supervisor,
            trainee,
            starts_on=make.TODAY + starts * DAY,
            ends_on=None if ends is None else make.TODAY + ends * DAY,
        )
        if not is_agreed:
            Supervision.objects.filter(pk=supervision.pk).update(agreed_at=None)
        if until is not None:
            hold_back(log, make.TODAY + until * DAY)
        if deputy_from is not None:
            first = make.TODAY + deputy_from * DAY
            deputise(supervisor, deputy, first, first + 3 * DAY)
        if is_shown:
            SharedLog.objects.create(clinic=trainee.clinic, log=log, supervisor=supervisor)

        runs = is_agreed and starts <= 0 and (ends is None or ends > 0)
        covers = held >= starts or is_shown
        let_go = until is None or until <= 0
        stands_in = deputy_from is not None and deputy_from <= 0 < deputy_from + 3
        may = runs and covers and let_go and (stands_in or not asks_deputy)
        assert reads(deputy if asks_deputy else supervisor, log) == may
