"""People from a CSV: seen first, then everyone is invited or nobody."""

import io

import pytest
from django.core import mail

from alliance.people.models import Invitation
from alliance.people.services import teams
from alliance.people.services.invitations import invite
from alliance.people.services.members import Roles
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db(transaction=True)

GOOD = """email,name,roles,team
new@clinic.example,New Colleague,clinician,Young people
lead@clinic.example,,Supervisor admin,
"""


@pytest.fixture
def admin():
    return make.member(roles="admin")


@pytest.fixture
def browser(client, admin):
    teams.add_team("Young people", by=admin)
    return Browser(client, admin)


def look(browser, text):
    file = io.BytesIO(text.encode())
    file.name = "people.csv"
    return browser.post("/people/import/", {"file": file})


def keep(browser, text):
    return browser.post("/people/import/save/", {"text": text})


def test_they_are_shown_first_and_nobody_is_invited(browser):
    answer = look(browser, GOOD)

    assert "2 people would be invited" in answer.text
    assert "new@clinic.example" in answer.text
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_then_everyone_gets_a_mail_with_their_roles_and_team(browser):
    keep(browser, GOOD)

    new, lead = Invitation.objects.order_by("-email")
    assert (new.is_clinician, new.is_admin, new.team.name) == (True, False, "Young people")
    assert (lead.is_clinician, lead.is_supervisor, lead.is_admin) == (False, True, True)
    assert sorted(message.to[0] for message in mail.outbox) == [
        "lead@clinic.example",
        "new@clinic.example",
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("nobody,,clinician,", "This is no email address."),
        (",,clinician,", "This is no email address."),
        ("x@clinic.example,,,", "Roles are"),
        ("x@clinic.example,,owner,", "Roles are"),
        ("x@clinic.example,,clinician,Nowhere", "There is no team of this name."),
        ("NEW@clinic.example,,clinician,", "more than once"),
        (f"x@clinic.example,{'n' * 81},clinician,", "longer than 80"),
    ],
)
def test_one_row_with_a_problem_and_nobody_is_invited(browser, row, sentence):
    answer = look(browser, GOOD + row + "\n")

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Row 4" in answer.text
    assert keep(browser, GOOD + row + "\n").status_code == 422
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_who_is_here_or_invited_is_told(browser, admin):
    invite("new@clinic.example", roles=Roles(is_clinician=True), by=admin)

    answer = look(browser, GOOD + f"{admin.user.email},,admin,\n")

    assert "They are invited already." in answer.text
    assert "They are here already." in answer.text


def test_the_same_file_again_says_so(browser):
    keep(browser, GOOD)

    answer = look(browser, GOOD)

    assert answer.status_code == 422
    assert "This file was imported before" in answer.text
    assert Invitation.objects.count() == 2


def test_people_of_other_clinics_are_not_known_here(browser):
    other = make.member()

    assert look(browser, f"email,roles\n{other.user.email},clinician\n").status_code == 200
