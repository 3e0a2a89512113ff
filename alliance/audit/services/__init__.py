"""Leaving an entry in the trail."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, models

from alliance.audit.circumstances import (
    Circumstances,
    circumstances,
    clean_address,
    during,
    one_line,
    os_user,
)
from alliance.audit.models import OPENED, OPENED_WITH_COMMENTS, Entry
from alliance.walls.whose import in_clinic

__all__ = [
    "Circumstances",
    "Nobody",
    "Stranger",
    "TrailClosed",
    "circumstances",
    "clean_address",
    "during",
    "note",
    "note_about",
    "note_reading",
    "note_reading_of_comments",
    "tell_role",
]


class TrailClosed(Exception):
    """No entry could be left, so nothing may be shown or done."""


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


@dataclass(frozen=True)
class Stranger:
    """Somebody signed in who is no member of the clinic they ask in."""

    clinic_id: UUID
    user_id: UUID | None


def note(verb: str, target: models.Model, *, by: Actor, reason: str = "") -> Entry:
    """Say that `by` did `verb` to `target`. In a service: inside its transaction.

    `reason`: a code, where a choice was made. What somebody typed is sealed with `target` and never
    stands here.

    Raises TrailClosed where the trail takes no entry; an error of the database's own where it is
    away or full.
    """
    return note_about(verb, target._meta.label_lower, target.pk, by=by, reason=reason)


def note_reading(target: models.Model, *, by: Actor, reason: str = "") -> Entry:
    """Say that `by` opened `target`. Comes before the page: no entry, no content."""
    return note(OPENED, target, by=by, reason=reason)


def note_reading_of_comments(target: models.Model, *, by: Actor) -> Entry:
    """Say that `by` opened `target` with what was said below it, which is read by that."""
    return note(OPENED_WITH_COMMENTS, target, by=by)


def note_about(
    verb: str, object_type: str, object_id: UUID, *, by: Actor, reason: str = ""
) -> Entry:
    """The same of something that is no row, such as a page."""
    told = circumstances()
    entry = Entry(
        clinic_id=by.clinic_id,
        user_id=by.user_id,
        verb=verb,
        object_type=object_type,
        object_id=object_id,
        role=told.role if told else "",
        address=told.address if told else "",
        request_id=told.request_id if told else "",
        os_user="" if told else os_user(),
        reason=one_line(reason, most=200),
    )
    try:
        with in_clinic(by.clinic_id):
            entry.save(force_insert=True)
    except (OperationalError, InterfaceError):
        raise
    except DatabaseError as error:
        raise TrailClosed from error
    if told:
        told.entries += 1
    return entry


def tell_role(role: str) -> None:
    """From here on, what this request does is done as `role`."""
    told = circumstances()
    if told:
        told.role = role
