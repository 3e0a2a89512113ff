"""A trainee's course, for their supervisor and for themselves."""

from datetime import timedelta

import pytest

from alliance.logbook.models import SessionLog
from alliance.people import services as people
from alliance.reviews.services.sign_offs import sign_off
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee():
    return make.member()


@pytest.fixture
def supervisor(trainee):
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    people.start_supervision(
        trainee,
        supervisor=supervisor,
        starts_on=make.TODAY - timedelta(weeks=20),
        by=supervisor,
    )
    return supervisor


def course(client, trainee, *, by) -> str:
    return Browser(client, by).read(f"/trainees/{trainee.pk}/")


def test_both_sides_see_the_same_page(client, trainee, supervisor):
    about = make.client(of=trainee)
    make.series(about, count=10)

    pages = [course(client, trainee, by=side) for side in (supervisor, trainee)]

    for page in pages:
        assert about.code in page
        assert 'class="mini"' in page
        assert "Over the months" in page


def test_what_a_supervisor_may_not_read_is_not_in_it(client, trainee, supervisor):
    early, held = make.client(of=trainee), make.client(of=trainee)
    make.log(of=early, held_on=make.TODAY - timedelta(weeks=30))
    log = make.log(of=held)
    SessionLog.objects.filter(pk=log.pk).update(held_back_until="2099-01-01")

    for side in (supervisor, trainee):
        page = course(client, trainee, by=side)
        assert early.code not in page
        assert held.code not in page


def test_time_from_strain_to_repair_is_told_in_days(client, trainee, supervisor):
    make.repaired_rupture(
        make.client(of=trainee), on=make.TODAY, began=make.TODAY - timedelta(days=14)
    )
    make.opened_rupture(make.client(of=trainee))

    page = course(client, trainee, by=supervisor)

    assert "1 repaired, after 14 days. 1 still open." in page


def test_a_session_that_seems_to_be_missing_is_told(client, trainee, supervisor):
    make.series(make.client(of=trainee), count=6, last=make.TODAY - timedelta(weeks=8))
    make.series(make.client(of=trainee), count=2)

    assert "With 1 client a session seems to be missing." in course(client, trainee, by=supervisor)


def test_sign_offs_are_counted_and_nothing_is_ranked(client, trainee, supervisor):
    logs = make.series(make.client(of=trainee), count=3)
    sign_off(logs[0], version=1, by=supervisor)

    page = course(client, trainee, by=supervisor)

    assert "1 of 3 logs." in page
    assert "%" not in page.split("<main")[1].split("</main>")[0].replace("100%", "")


def test_trainees_are_listed_by_name_and_never_drawn_side_by_side(client, trainee, supervisor):
    other = make.member(of=trainee.clinic)
    make.supervision(supervisor, other)
    make.series(make.client(of=trainee), count=5)

    page = Browser(client, supervisor).read("/trainees/")

    assert trainee.user.name in page
    assert other.user.name in page
    assert '<svg class="mini"' not in page


def test_the_page_closes_with_the_supervision(client, trainee, supervisor):
    trainee.supervisions_received.update(ends_on=make.MONTH_AGO)

    for side in (supervisor, trainee):
        assert Browser(client, side).get(f"/trainees/{trainee.pk}/").status_code == 404


def test_a_clinician_has_no_list_of_trainees(client, trainee):
    assert Browser(client, trainee).get("/trainees/").status_code == 403


@pytest.mark.parametrize("count", [2, 6])
def test_it_costs_the_same_for_two_clients_and_for_six(client, trainee, supervisor, count):
    for _number in range(count):
        about = make.client(of=trainee)
        make.series(about, count=9, last=make.LAST_WEEK)
        make.log(of=about, rupture=make.rupture())
    browser = Browser(client, supervisor)

    with counted() as statements:
        browser.read(f"/trainees/{trainee.pk}/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES == 12
