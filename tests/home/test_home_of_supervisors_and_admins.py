"""The landing page of those without clients: trainees' logs, or the clinic's figures."""

from datetime import timedelta

import pytest

from alliance.home.queries import trainee_logs
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def supervised(client_code="K-14"):
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee)
    return supervisor, make.client(of=trainee, code=client_code)


def test_a_supervisor_sees_the_latest_logs_of_their_trainees(client):
    supervisor, about = supervised()
    log = make.log(of=about)
    other = make.log(of=make.client(of=make.member(of=supervisor.clinic), code="X-99"))

    page = Browser(client, supervisor).read("/")

    assert f"/log/{log.pk}/" in page
    assert "K-14" in page
    assert str(other.pk) not in page


def test_a_supervisors_own_logs_are_not_those_of_a_trainee():
    both = make.member(roles="clinician supervisor")
    make.log(of=make.client(of=both))

    assert trainee_logs(both, today=make.TODAY) == []


def test_a_supervisor_sees_no_session_from_before_the_supervision(client):
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee, starts_on=make.TODAY - timedelta(days=7))
    about = make.client(of=trainee, code="K-14")
    make.log(of=about, held_on=make.TODAY - timedelta(days=8))

    assert "K-14" not in Browser(client, supervisor).read("/")


def test_a_supervisor_with_clients_of_their_own_gets_their_caseload(client):
    member = make.member(roles="clinician supervisor")
    make.client(of=member, code="K-14")

    assert "Caseload" in Browser(client, member).read("/")


def test_a_supervisor_who_could_see_clients_is_offered_to_add_one(client):
    member = make.member(roles="clinician supervisor")

    page = Browser(client, member).read("/")

    assert "Latest logs of your trainees" in page
    assert "/clients/new/" in page


def test_an_admin_sees_no_client_and_no_colleague(client):
    about = make.client(code="K-14")
    make.log(of=about)
    admin = make.member(of=about.clinic, roles="admin")

    page = Browser(client, admin).read("/")

    assert about.clinician.user.name not in page
    assert "K-14" not in page


@pytest.mark.parametrize(("roles", "cost"), [("supervisor", 2), ("admin", 1)])
def test_the_other_landing_pages_cost_a_query_or_two(client, roles, cost):
    supervisor, about = supervised()
    admin = make.member(of=supervisor.clinic, roles="admin")
    make.series(about, count=4)

    browser = Browser(client, supervisor if roles == "supervisor" else admin)

    with counted() as queries:
        browser.read("/")

    assert len(queries) - LIST_QUERIES == cost
