"""The help page says what is so: who reads how many logs today, and what each role may do."""

from datetime import timedelta

import pytest

from alliance.logbook.models import SessionLog
from alliance.logbook.services import logs
from alliance.logbook.services.sharing import show_to
from alliance.people.services.supervisions import name_deputy
from alliance.progress.queries.help_page import help_page
from tests import make
from tests.browse import FIXED_QUERIES, Browser, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def trainee():
    return make.member()


def supervisor_of(trainee, *, weeks, **user):
    supervisor = make.member(of=trainee.clinic, roles="supervisor", user=make.user(**user))
    make.supervision(supervisor, trainee, starts_on=make.TODAY - timedelta(weeks=weeks))
    return supervisor


def test_it_counts_what_each_supervisor_can_open(trainee):
    long, short = supervisor_of(trainee, weeks=10), supervisor_of(trainee, weeks=2)
    about = make.client(of=trainee)
    held = make.series(about, count=6, last=make.TODAY - timedelta(weeks=1))
    make.log(of=about, hold_back=True)
    logs.trash_log(held[-1], by=trainee)
    show_to(held[0], supervisor=short, by=trainee)

    page = help_page(trainee, today=make.TODAY)

    for supervisor, seen in zip((long, short), page.seen, strict=True):
        visible = SessionLog.objects.visible_to(supervisor, on=make.TODAY)
        assert seen.logs + seen.shown == visible.count()
    assert [seen.logs for seen in page.seen] == [5, 1]
    assert page.seen[1].shown == 1
    assert page.held_back == 1


def test_it_names_who_stands_in(client, trainee):
    supervisor = supervisor_of(trainee, weeks=3)
    other = make.member(of=trainee.clinic, roles="supervisor", user=make.user(name="Robin"))
    name_deputy(
        supervisor,
        deputy=other,
        starts_on=make.TODAY,
        ends_on=make.TODAY + timedelta(days=7),
        by=supervisor,
    )

    assert "Robin stands in" in Browser(client, trainee).read("/help/")


def test_without_a_supervisor_it_says_so(client, trainee):
    assert "Nobody supervises you now" in Browser(client, trainee).read("/help/")


@pytest.mark.parametrize(
    ("roles", "has", "has_not"),
    [
        ("clinician", "What your supervisor sees now", "Sign off"),
        ("supervisor", "Sign off", "What your supervisor sees now"),
        ("admin", "Running the clinic", "A log in five minutes"),
    ],
)
def test_each_role_is_told_its_own(client, roles, has, has_not):
    page = Browser(client, make.member(roles=roles)).read("/help/")

    assert has in page
    assert has_not not in page
    assert "In a crisis" in page
    assert "What this is not" in page


def test_it_costs_the_same_with_many_supervisors(client, trainee):
    browser = Browser(client, trainee)
    for weeks in (1, 2, 3):
        supervisor_of(trainee, weeks=weeks)
    make.series(make.client(of=trainee), count=5)

    with counted() as statements:
        browser.read("/help/")

    assert len(statements) == FIXED_QUERIES + 4
