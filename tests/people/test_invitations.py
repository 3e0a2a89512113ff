"""Invitations: for one address, one clinic and its roles, once, for three days."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from alliance.people import services as people
from alliance.people.models import Invitation, Membership, Team, TeamPlace, User
from alliance.people.services.invitations import AlreadyHere, invite, withdraw
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "six lanterns over water"
TRAINEE = people.Roles(is_clinician=True)


@pytest.fixture
def admin():
    return make.member(roles="admin")


def link(number: int = -1) -> str:
    return re.search(r"/invitations/\S+/", mail.outbox[number].body)[0]


def invited(admin, email="new@clinic.example", **fields) -> str:
    """The address in the mail."""
    invite(email, **{"roles": TRAINEE} | fields, by=admin)
    return link()


def joined(client: Client, path: str, **fields):
    values = {"name": "Therapist New", "password": PASSWORD}
    return client.post(path, values | fields)


def test_somebody_new_joins_with_the_link_in_the_mail(client, admin):
    team = Team.objects.create(clinic=admin.clinic, name="Young people")
    path = invited(admin, team=team)
    assert admin.clinic.name in client.get(path).content.decode()

    answer = joined(client, path)

    member = Membership.objects.get(user__email="new@clinic.example")
    assert answer.url == f"/c/{admin.clinic.slug}/"
    assert (member.clinic, member.is_clinician, member.is_admin) == (admin.clinic, True, False)
    assert TeamPlace.objects.filter(team=team, member=member).exists()
    assert client.get(answer.url).status_code == 200


def test_the_mail_says_nothing_about_clients_and_the_link_is_kept_nowhere(admin):
    path = invited(admin)

    token = path.split("/")[-2]
    assert "client" in mail.outbox[0].body  # that mails say nothing about them
    assert token not in str(list(Invitation.objects.values()))


@pytest.mark.requirement("AUTH-10")
def test_a_link_works_once(client, admin):
    path = invited(admin)
    joined(client, path)

    assert joined(Client(), path).status_code == 404
    assert User.objects.filter(email="new@clinic.example").count() == 1


@pytest.mark.requirement("AUTH-10")
def test_a_link_ends_after_three_days(client, admin):
    path = invited(admin)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert joined(client, path).status_code == 404


def test_a_withdrawn_link_is_over_and_so_is_that_of_an_earlier_mail(client, admin):
    first, second = invited(admin), invited(admin)
    assert client.get(first).status_code == 404

    withdraw(Invitation.objects.latest("sent_at"), by=admin)

    assert client.get(second).status_code == 404


def test_a_link_is_over_when_whoever_invited_has_left(client, admin):
    other = make.member(of=admin.clinic, roles="admin")
    path = invited(other)

    people.deactivate(other, by=admin)

    assert client.get(path).status_code == 404


@pytest.mark.requirement("AUTH-10")
def test_a_link_is_of_no_use_to_somebody_else(client, admin):
    path = invited(admin)
    stranger = make.member()
    Browser(client, stranger)

    page, answer = client.get(path), joined(client, path)

    assert "another address" in page.content.decode()
    assert not Membership.objects.filter(clinic=admin.clinic, user=stranger.user).exists()
    assert answer.status_code == 200
    assert client.get(f"/c/{admin.clinic.slug}/").status_code == 404


def test_somebody_with_an_account_signs_in_and_joins_a_second_clinic(client, admin):
    known = make.member()
    path = invited(admin, known.user.email.upper())
    assert "Sign in" in client.get(path).content.decode()
    client.force_login(known.user)

    client.post(path)

    assert Membership.objects.active().of_user(known.user).count() == 2


@pytest.mark.requirement("AUTH-10")
def test_roles_come_from_the_invitation_whatever_is_posted(client, admin):
    path = invited(admin)

    joined(client, path, is_admin="on", email="other@clinic.example", clinic="x")

    member = Membership.objects.get(user__email="new@clinic.example")
    assert not member.is_admin


@pytest.mark.parametrize("password", ["short", "alliance", "new@clinic.example", ""])
def test_a_poor_password_is_refused_and_what_was_typed_stays(client, admin, password):
    answer = joined(client, invited(admin), password=password)

    assert answer.status_code == 422
    assert "Therapist New" in answer.content.decode()
    assert not User.objects.filter(email="new@clinic.example").exists()


def test_whoever_is_here_is_not_invited_again(client, admin):
    member = make.member(of=admin.clinic)
    with pytest.raises(AlreadyHere):
        invite(member.user.email.upper(), roles=TRAINEE, by=admin)

    fields = {"email": member.user.email, "is_clinician": "on"}
    answer = Browser(client, admin).post("/people/invite/", fields)

    assert answer.status_code == 422
    assert "here already" in answer.content.decode()


def test_somebody_who_left_comes_back_by_invitation(client, admin):
    member = make.member(of=admin.clinic)
    people.deactivate(member, by=admin)
    path = invited(admin, member.user.email)
    client.force_login(member.user)

    client.post(path)

    assert Membership.objects.active().filter(pk=member.pk).exists()
