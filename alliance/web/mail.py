"""Mails: a subject and a plain text from two templates. None ever says anything about a client."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string


def send_when_done(name: str, *, to: str, context: Mapping[str, Any]) -> None:
    """Send the mail of `<name>_subject.txt` and `<name>_message.txt` once the act is committed.

    `context` gets `site_url`. A mail server that is away doesn't undo what was done.
    """
    values = {"site_url": settings.SITE_URL.rstrip("/"), **context}
    subject = " ".join(render_to_string(f"{name}_subject.txt", values).split())
    text = render_to_string(f"{name}_message.txt", values)
    message = EmailMessage(subject=subject, body=text, to=[to])
    transaction.on_commit(lambda: message.send(), robust=True)
