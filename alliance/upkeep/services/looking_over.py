"""Whether a restored database is not only equal but of use: its words open, people get in."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import models
from django.test import Client as Browser
from django.urls import reverse

from alliance.logbook.models import Reflection, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Clinic, User
from alliance.people.services import add_member
from alliance.vault.errors import VaultError

WORDS = 1000
ADDRESS = "drill@alliance.invalid"


@dataclass(frozen=True)
class Looked:
    """One thing that was tried: how often, and how often it failed."""

    what: str
    tried: int
    failed: int


def words_open() -> Looked:
    """Open up to a thousand texts, newest first, and forget what they say."""
    texts = list(islice(_words(), WORDS))
    return Looked("texts opened", len(texts), sum(1 for is_open in texts if not is_open))


def somebody_signs_in() -> Looked:
    """Sign in over HTTP as somebody new, who is in the copy only."""
    password = secrets.token_urlsafe(24)
    user = User.objects.create_user(email=ADDRESS, password=password, name="Drill")
    clinic = Clinic.objects.order_by("pk").first()
    if clinic is None:
        return Looked("signed in", 0, 0)
    add_member(clinic, user=user, by=None, is_clinician=True)
    host = next((name for name in settings.ALLOWED_HOSTS if name[0].isalnum()), "localhost")
    browser = Browser(SERVER_NAME=host)
    typed = {"login": ADDRESS, "password": password}
    answer = browser.post(reverse("account_login"), typed, secure=settings.SECURE_SSL_REDIRECT)
    is_in = answer.status_code == 302 and authenticate(email=ADDRESS, password=password)
    return Looked("signed in", 1, 0 if is_in else 1)


def _words() -> Iterator[bool]:
    reflections = Reflection.objects.select_related("log__client__key").order_by("-pk")
    for row in reflections.iterator(200):
        yield _opens(row, "text", row.log)
    notes = SessionLog.objects.exclude(shared_note=None).select_related("client__key")
    for log in notes.order_by("-pk").iterator(200):
        yield _opens(log, "shared_note", log)


def _opens(row: models.Model, column: str, log: SessionLog) -> bool:
    try:
        opened(row, column=column, key=key_of(log.client))  # type: ignore[arg-type]
    except VaultError:
        return False
    return True
