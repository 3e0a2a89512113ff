"""Who may change, close, reopen and trash a client."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


WRITES = ["change", "close", "reopen", "trash"]


def statuses(client, member, about):
    """What this member gets from every page that writes about the client."""
    browser = Browser(client, member)
    posts = [browser.post(f"/clients/{about.pk}/{act}/").status_code for act in WRITES]
    gets = [browser.get(f"/clients/{about.pk}/{act}/").status_code for act in ("change", "close")]
    return {*posts, *gets}


def test_a_colleague_does_not_find_the_client(client):
    about = make.client()

    assert statuses(client, make.member(of=about.clinic), about) == {404}


def test_an_admin_does_not_find_the_client(client):
    about = make.client()

    assert statuses(client, make.member(of=about.clinic, roles="admin"), about) == {404}


def test_another_clinic_does_not_find_the_client(client):
    assert statuses(client, make.member(), make.client()) == {404}


def test_a_supervisor_sees_and_may_not_write(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)

    assert statuses(client, supervisor, about) == {403}
    about.refresh_from_db()
    assert about.is_open


def test_signed_out_people_are_asked_to_sign_in(client):
    about = make.client()

    answer = client.get(f"/c/{about.clinic.slug}/clients/{about.pk}/change/")

    assert urlsplit(answer.url).path == reverse("account_login")
