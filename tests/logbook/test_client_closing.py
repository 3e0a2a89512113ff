"""Closing a client, and opening one again."""

import pytest

from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def test_closing_asks_how_it_ended(client):
    about = make.client()
    browser = Browser(client, about.clinician)

    assert "Referred on" in browser.read(f"/clients/{about.pk}/close/")
    refused = browser.post(f"/clients/{about.pk}/close/")
    strange = browser.post(f"/clients/{about.pk}/close/", {"reason": "vanished"})

    about.refresh_from_db()
    assert (refused.status_code, strange.status_code) == (422, 422)
    assert about.is_open


def test_a_closed_client_can_be_opened_from_the_toast(client):
    about = make.client()
    browser = Browser(client, about.clinician)

    page = browser.post(f"/clients/{about.pk}/close/", {"reason": "completed"}, follow=True)
    about.refresh_from_db()
    assert about.closed_on == make.TODAY
    undo = page.content.decode().split('class="toast-line"')[1].split('action="')[1].split('"')[0]
    client.post(undo)

    about.refresh_from_db()
    assert about.is_open
