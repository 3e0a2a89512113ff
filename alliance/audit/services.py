"""Leaving an entry in the trail."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import models

from alliance.audit.models import OPENED, OPENED_WITH_COMMENTS, Entry


class Actor(Protocol):
    """A member of a clinic, as far as the trail needs to know one."""

    @property
    def user_id(self) -> UUID | None: ...

    @property
    def clinic_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Nobody:
    """No person: what the worker does when its time has come, or a command on the server."""

    clinic_id: UUID | None
    user_id: None = None


def note(verb: str, target: models.Model, *, by: Actor) -> Entry:
    """Say that `by` did `verb` to `target`. In a service: inside its transaction."""
    return Entry.objects.create(
        clinic_id=by.clinic_id,
        user_id=by.user_id,
        verb=verb,
        object_type=target._meta.label_lower,
        object_id=target.pk,
    )


def note_reading(target: models.Model, *, by: Actor) -> Entry:
    """Say that `by` opened `target`. Comes before the page: no entry, no content."""
    return note(OPENED, target, by=by)


def note_reading_of_comments(target: models.Model, *, by: Actor) -> Entry:
    """Say that `by` opened `target` with what was said below it, which is read by that."""
    return note(OPENED_WITH_COMMENTS, target, by=by)
