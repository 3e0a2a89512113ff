"""Somebody with two roles sees the menu of one of them at a time."""

import pytest

from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db


def test_who_runs_a_practice_alone_gets_from_clients_to_people(client):
    owner = Browser(client, make.member(roles="clinician admin"))
    before = owner.read("/guidance/")

    owner.post("/role/", {"role": "admin"})

    assert "/people/" not in before
    assert "/people/" in owner.read("/guidance/")
    assert "Go on as clinician" in owner.read("/guidance/")


def test_the_landing_page_is_that_of_the_role(client):
    owner = Browser(client, make.member(roles="clinician admin"))

    owner.post("/role/", {"role": "admin"})

    assert "No figures yet." in owner.read("/")


def test_a_role_that_one_does_not_hold_is_refused(client):
    owner = Browser(client, make.member(roles="clinician admin"))

    assert owner.post("/role/", {"role": "supervisor"}).status_code == 400


def test_a_role_that_was_taken_away_is_not_gone_on_with(client):
    member = make.member(roles="clinician admin")
    owner = Browser(client, member)
    owner.post("/role/", {"role": "admin"})
    member.is_admin = False
    member.save()

    assert "/people/" not in owner.read("/guidance/")
    assert owner.get("/people/").status_code == 403
