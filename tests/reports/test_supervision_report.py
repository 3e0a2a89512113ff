"""The supervision report: of one trainee, for who supervises them and for themselves."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from alliance.jobs.services.heart import Progress
from alliance.people import services as people
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.supervision_report import SUPERVISION_REPORT
from alliance.reports.models import Export
from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def trainee():
    return make.member()


@pytest.fixture
def supervisor(trainee):
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee)
    return supervisor


def order(reader, trainee):
    return Order(
        author=reader, parameters={"trainee": str(trainee.pk), "name": ""}, today=make.TODAY
    )


def words(reader, trainee):
    out = io.BytesIO()
    SUPERVISION_REPORT.write(order(reader, trainee), out, Progress())
    return " ".join(page.extract_text() for page in PdfReader(out).pages)


def test_it_tells_the_course_of_each_client_and_no_reflection(trainee, supervisor):
    for code in ("K-14", "K-15"):
        about = make.client(of=trainee, code=code)
        make.series(about, count=5, last=make.TODAY - timedelta(weeks=1))
        make.log(of=about, reflection="A canary thought.", rupture=make.rupture())

    told = words(supervisor, trainee)

    assert "K-14" in told
    assert "K-15" in told
    assert trainee.user.name in told
    assert "canary" not in told
    assert "no basis for an" in told


def test_a_trainee_may_have_their_own(trainee, supervisor):
    make.series(make.client(of=trainee, code="K-14"), count=3)

    assert "K-14" in words(trainee, trainee)


def test_a_log_that_is_held_back_is_not_in_it(trainee, supervisor):
    about = make.client(of=trainee, code="K-99")
    make.log(of=about, hold_back=True)

    assert "K-99" not in words(supervisor, trainee)


def test_it_is_offered_to_both_sides_and_nobody_else(client, trainee, supervisor):
    peer = make.member(of=trainee.clinic)

    assert "Supervision report" in Browser(client, supervisor).read("/reports/")
    assert "Supervision report" in Browser(client, trainee).read("/reports/")
    assert "Supervision report" not in Browser(client, peer).read("/reports/")


def test_of_a_trainee_of_others_it_cannot_be_asked_for(client, trainee, supervisor):
    other = make.member(of=trainee.clinic)
    fields = {"submission": "0198d9a6-0000-7000-8000-000000000000", "trainee": str(other.pk)}

    answer = Browser(client, supervisor).post("/reports/ask/supervision_report/", fields)

    assert answer.status_code == 422
    assert not Export.objects.exists()


@pytest.mark.requirement("AUTHZ-13")
def test_it_ends_with_the_supervision_between_asking_and_fetching(trainee, supervisor):
    assert SUPERVISION_REPORT.still_holds(order(supervisor, trainee))

    held = supervisor.supervisions_given.get()
    people.end_supervision(held, on=timezone.localdate(), by=trainee)

    assert not SUPERVISION_REPORT.still_holds(order(supervisor, trainee))


def test_it_is_the_same_to_the_byte(trainee, supervisor):
    make.series(make.client(of=trainee), count=3)
    files = [io.BytesIO(), io.BytesIO()]

    for out in files:
        SUPERVISION_REPORT.write(order(supervisor, trainee), out, Progress())

    assert files[0].getvalue() == files[1].getvalue()
