"""Whether the process is well, for the machines that ask every few seconds."""

import pytest
from django.db import OperationalError

from alliance.vault.services import remember_keys


def test_alive_is_answered_without_the_database(client):
    """No database mark here: touching one would fail this test, on either database."""
    answer = client.get("/livez")

    assert (answer.status_code, answer.content) == (200, b"alive")


@pytest.mark.django_db
def test_ready_when_the_database_answers_and_knows_its_keys(client):
    assert client.get("/readyz").status_code == 503

    remember_keys()

    assert client.get("/readyz").status_code == 200


def test_not_ready_when_the_database_is_away(client, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr("django.db.connection.ensure_connection", refuse)

    assert client.get("/readyz").status_code == 503


def test_health_is_asked_over_plain_http_too(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/livez").status_code == 200
