"""Who reads a log, as its author sees it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import SharedLog
from alliance.people import services as people
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUD-07")]


@pytest.fixture
def trainee():
    return make.member()


@pytest.fixture
def supervisor(trainee):
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    people.start_supervision(
        trainee, supervisor=supervisor, starts_on=make.MONTH_AGO, by=supervisor
    )
    return supervisor


@pytest.fixture
def earlier(trainee):
    return make.log(of=make.client(of=trainee), held_on=make.MONTH_AGO - timedelta(days=9))


def test_the_author_sees_who_opened_a_log_and_when(client, trainee, supervisor):
    log = make.log(of=make.client(of=trainee))
    assert "Nobody but you." in Browser(client, trainee).read(f"/log/{log.pk}/")

    Browser(client, supervisor).read(f"/log/{log.pk}/")

    page = Browser(client, trainee).read(f"/log/{log.pk}/")
    told = page.split("Who opened this log")[1]
    assert supervisor.user.name in told
    assert trainee.user.name not in told.split("</section>")[0]


def test_nobody_else_sees_who_opened_it(client, trainee, supervisor):
    log = make.log(of=make.client(of=trainee))

    assert "Who opened this log" not in Browser(client, supervisor).read(f"/log/{log.pk}/")


def share(client, log, supervisor, *, by, act="show"):
    path = f"/log/{log.pk}/{act}/"
    return Browser(client, by).post(path, {"supervisor": str(supervisor.pk)})


def test_an_earlier_log_is_shown_and_no_longer(client, trainee, supervisor, earlier):
    reader = Browser(client, supervisor)
    assert reader.get(f"/log/{earlier.pk}/").status_code == 404

    share(client, earlier, supervisor, by=trainee)
    share(client, earlier, supervisor, by=trainee)
    assert SharedLog.objects.count() == 1
    assert Browser(client, supervisor).get(f"/log/{earlier.pk}/").status_code == 200

    share(client, earlier, supervisor, by=trainee, act="stop-showing")
    assert Browser(client, supervisor).get(f"/log/{earlier.pk}/").status_code == 404


def test_it_is_shown_to_nobody_who_does_not_supervise(client, trainee, earlier):
    peer = make.member(of=trainee.clinic, roles="supervisor")
    stranger = make.member(roles="supervisor")

    for other in (peer, stranger):
        assert share(client, earlier, other, by=trainee).status_code == 404
    assert not SharedLog.objects.exists()


def test_a_supervisor_can_not_show_it_to_themselves(client, trainee, supervisor, earlier):
    assert share(client, earlier, supervisor, by=supervisor).status_code == 404
    assert not SharedLog.objects.exists()


def test_a_trainee_sees_who_opened_what_of_all_of_theirs(client, trainee, supervisor):
    about = make.client(of=trainee)
    log = make.log(of=about, held_on=timezone.localdate())
    reading = Browser(client, supervisor)
    for path in (f"/reviews/{log.pk}/", f"/clients/{about.pk}/", f"/trainees/{trainee.pk}/"):
        reading.read(path)
    reading.get(f"/clients/{about.pk}/report/")

    page = Browser(client, trainee).read("/readings/")

    assert page.count(supervisor.user.name) == 4
    for what in (
        f"{about.code}, session 1",
        f"The course of {about.code}, as a PDF",
        "Your course",
    ):
        assert what in page
    assert about.code not in Browser(client, supervisor).read("/readings/")


@pytest.mark.parametrize("count", [2, 12])
def test_that_list_costs_the_same_however_much_was_opened(client, trainee, supervisor, count):
    for _number in range(count):
        log = make.log(of=make.client(of=trainee), held_on=timezone.localdate())
        Browser(client, supervisor).read(f"/log/{log.pk}/")
    browser = Browser(client, trainee)

    with counted() as statements:
        browser.read("/readings/")

    assert len(statements) - LIST_QUERIES == 4
