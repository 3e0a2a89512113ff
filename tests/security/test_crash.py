"""A crash while a log is saved says where, and nothing of what was written."""

import base64
import io
import logging

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client as Browser

from alliance.logbook.services import logs
from alliance.vault.keys import key_ring
from tests import make
from tests.browse import posted

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CRY-10")]
CANARY = "canary"


@pytest.fixture
def written():
    """What the console gets, through the formatter of the settings."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.getHandlerByName("console").formatter)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def save_with_canaries(client):
    browser = Browser(raise_request_exception=False)
    browser.force_login(client.clinician.user)
    fields = posted(client, reflection=CANARY, shared_note=CANARY, intention=CANARY)
    return browser.post(f"/c/{client.clinic.slug}/log/new/", fields)


def secrets():
    key = base64.b64decode(settings.VAULT_KEYS.split(" ")[1])
    return [CANARY, settings.VAULT_KEYS, key.hex(), repr(key), settings.SECRET_KEY]


def test_neither_text_nor_key_is_logged_or_mailed(written, monkeypatch):
    client = make.client()

    def crash(text, *, row, column, key):
        raise ValueError(f"{text} {settings.VAULT_KEYS} {key_ring()} {row} {column}")

    monkeypatch.setattr(
        logs, "keep_reflection", lambda *_a, text, key: crash(text, row=0, column=0, key=key)
    )
    answer = save_with_canaries(client)

    assert answer.status_code == 500
    assert "test_crash.py" in written.getvalue()
    assert "builtins.ValueError" in written.getvalue()
    for secret in secrets():
        assert secret not in written.getvalue()
        assert secret not in answer.text
    assert mail.outbox == []


def test_what_the_database_quotes_of_a_row_is_not_logged(written, monkeypatch):
    """PostgreSQL's errors carry the row they refuse; ours stands in for any such message."""
    client = make.client()

    def refuse(log, *, text, key):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{text}"')

    monkeypatch.setattr(logs, "keep_reflection", refuse)
    save_with_canaries(client)

    assert "Error" in written.getvalue()
    assert CANARY not in written.getvalue()
