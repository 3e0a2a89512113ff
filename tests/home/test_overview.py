"""What a clinic's admin sees: figures of whole months, and nobody in them."""

from datetime import date, timedelta

import pytest

from alliance.logbook.models import Client
from alliance.people.models import Membership, Team
from alliance.reports.models import MonthlyFigures
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted
from tests.reports.figures import clinic_with_figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_an_admin_lands_on_the_figures_of_the_last_three_months(client):
    admin = clinic_with_figures(clinicians=6, sessions=16)

    page = Browser(client, admin).read("/")

    assert "August to October 2026, compared with the 3 months before" in page
    for heading in (
        "Sessions logged, by team",
        "Where clients stand",
        "Open ruptures",
        "Opened and closed",
        "Waiting for review",
        "Month by month",
    ):
        assert heading in page
    assert "Adults" in page


@pytest.mark.requirement("PRIV-05")
def test_no_client_and_no_clinician_is_named(client):
    admin = clinic_with_figures()

    page = Browser(client, admin).read("/")

    codes = Client.objects.filter(clinic=admin.clinic).values_list("code", flat=True)
    assert not [code for code in codes if code in page]
    names = Membership.objects.filter(clinic=admin.clinic, is_admin=False).values_list(
        "user__name", flat=True
    )
    assert not [name for name in names if name in page]


def test_the_period_and_the_team_are_chosen_in_the_address(client):
    admin = clinic_with_figures()
    team = Team.objects.get(clinic=admin.clinic, name="Adults")
    asked = {"from_month": "2026-05", "to_month": "2026-05", "team": str(team.pk)}

    page = Browser(client, admin).read("/", data=asked)

    assert "Month by month: Adults" in page
    assert "May 2026, compared with the month before" in page


def test_a_period_that_ends_before_it_begins_says_so_and_keeps_what_was_chosen(client):
    admin = clinic_with_figures()

    answer = Browser(client, admin).get("/", data={"from_month": "2026-09", "to_month": "2026-05"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This month is before the first" in page
    assert '<option value="2026-05" selected>' in page


@pytest.mark.parametrize(
    "asked",
    [
        {"from_month": "1999-13"},
        {"from_month": "x", "to_month": "'"},
        {"from_month": "2026-05", "to_month": "2026-06", "team": "nobody"},
    ],
)
def test_months_and_teams_that_there_are_not_are_no_fault_of_the_page(client, asked):
    assert (
        Browser(client, clinic_with_figures(clinicians=2)).get("/", data=asked).status_code == 422
    )


def test_a_clinic_without_figures_says_when_there_will_be_some(client):
    admin = make.member(roles="admin")

    page = Browser(client, admin).read("/")

    assert "No figures yet." in page
    assert "/people/" in page


def test_a_small_clinic_is_told_that_its_numbers_are_hidden(client):
    admin = clinic_with_figures(clinicians=2, clients=3)

    page = Browser(client, admin).read("/")

    assert page.count(">hidden<") > 10


@pytest.mark.parametrize("clinicians", [2, 6])
def test_the_overview_costs_the_same_whatever_the_size_of_the_clinic(client, clinicians):
    browser = Browser(client, clinic_with_figures(clinicians=clinicians))

    with counted() as queries:
        browser.read("/")

    assert len(queries) - LIST_QUERIES == 4


# --- one's own practice -------------------------------------------------------------------------


def own_practice():
    about = make.client()
    for week in range(11):
        make.log(of=about, held_on=date(2026, 9, 7) + timedelta(weeks=week))
    return about.clinician


def test_ones_own_practice_is_exact_and_hides_nothing(client):
    page = Browser(client, own_practice()).read("/practice/")

    assert "September to November 2026" in page
    assert "100%" in page
    assert ">hidden<" not in page


def test_ones_own_practice_leaves_colleagues_out(client):
    member = own_practice()
    make.log(of=make.client(of=make.member(of=member.clinic)), held_on=date(2026, 10, 5))

    page = Browser(client, member).read(
        "/practice/", data={"from_month": "2026-10", "to_month": "2026-10"}
    )

    assert ">1</div>" in page.replace("\n", "")


def test_ones_own_practice_prints(client):
    member = own_practice()

    answer = Browser(client, member).get(
        "/practice/print/", data={"from_month": "2026-09", "to_month": "2026-10"}
    )

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_without_a_log_there_is_nothing_to_print_but_a_way_on(client):
    browser = Browser(client, make.member())

    assert "No session logged yet" in browser.read("/practice/")
    assert browser.get("/practice/print/").status_code == 302


def test_who_logs_no_sessions_has_no_practice(client):
    assert Browser(client, make.member(roles="admin")).get("/practice/").status_code == 403


def test_figures_are_of_ones_own_clinic(client):
    clinic_with_figures()
    stranger = make.member(roles="admin")

    assert "No figures yet." in Browser(client, stranger).read("/")
    assert MonthlyFigures.objects.visible_to(stranger).count() == 0
