"""When the database or the disk is away: which errors mean that, and what somebody had typed."""

import errno
import sqlite3
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, QueryDict
from django.http.request import RawPostDataException
from django.utils.translation import gettext_lazy as _

RETRY_AFTER_SECONDS = 5
DISK = {errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT}
FULL = _("The server’s disk takes nothing more.")
TOO_LONG = _("This took too long and was broken off. Ask for less at a time.")
AWAY = _("The database doesn’t answer.")
# PostgreSQL's codes: connection, conflict, resources, limits, lock, operator, system.
AWAY_STATES = ("08", "40", "53", "54", "55", "57", "58")
TIMED_OUT = "57014"
FULL_STATES = {"53100", "25006", "58030"}
FULL_CODES = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR}
# Where what is typed opens a door.
DOORS = "/accounts/"
LONG = 60


@dataclass(frozen=True)
class Typed:
    """A field as it was sent; one that somebody wrote in is shown again."""

    name: str
    value: str
    is_shown: bool


def why_unavailable(error: BaseException | None) -> str:
    """A sentence for the person if `error` means that the database or the disk is away, else ""."""
    if isinstance(error, OSError) and error.errno in DISK:
        return str(FULL)
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(getattr(cause, "sqlite_errorcode", 0))
    state = getattr(cause, "sqlstate", None)
    if state == TIMED_OUT:
        return str(TOO_LONG)
    if state in FULL_STATES:
        return str(FULL)
    # Without a state there was no server to give one.
    return str(AWAY) if state is None or state.startswith(AWAY_STATES) else ""


def _of_sqlite(code: int) -> str:
    primary = code & 0xFF
    if primary == sqlite3.SQLITE_ERROR:
        # A statement that is wrong in itself.
        return ""
    return str(FULL) if primary in FULL_CODES else str(AWAY)


def typed(request: HttpRequest) -> tuple[Typed, ...]:
    """What was sent, so that nothing has to be written twice; nothing if a secret is in it."""
    if request.method != "POST":
        return ()
    sent = _sent(request)
    if request.path_info.startswith(DOORS) or any("password" in name for name in sent):
        return ()
    return tuple(
        Typed(name, value, is_shown=len(value) > LONG or "\n" in value)
        for name, values in sent.lists()
        for value in values
    )


def _sent(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except (OSError, RawPostDataException):
        # The connection broke while it was being sent.
        return QueryDict()
