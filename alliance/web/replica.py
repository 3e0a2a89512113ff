"""A standby of the database that only answers: reports read there, so that nobody else waits.

Django asks the router below for each query. It says "replica" only inside `reading_from_replica`,
which reports open through `snapshot`; everything else stays where it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction

ALIAS = "replica"

_is_inside: ContextVar[bool] = ContextVar("reading from the replica", default=False)
_reading: ContextVar["Reading | None"] = ContextVar("what is being read for", default=None)

BEHIND = """
    SELECT CASE WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""


@dataclass
class Reading:
    """Where something read its rows. `behind_seconds`: how old the standby's newest row was; None
    if all was read at home.
    """

    behind_seconds: float | None = None


@contextmanager
def told_where_it_reads() -> Iterator[Reading]:
    """What is read inside tells whether a standby answered, and how far behind that was."""
    reading = Reading()
    before = _reading.set(reading)
    try:
        yield reading
    finally:
        _reading.reset(before)


class Router:
    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        return ALIAS if _is_inside.get() else None

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


def reading_alias() -> str:
    """For SQL of one's own: the connection that the router would choose here."""
    return ALIAS if _is_inside.get() else DEFAULT_DB_ALIAS


def has_replica() -> bool:
    return ALIAS in connections.settings


def seconds_behind() -> float | None:
    """How old the standby's newest row is: 0 if it has all; None if it doesn't answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn()::text")
            (written,) = cursor.fetchone()
        with connections[ALIAS].cursor() as cursor:
            cursor.execute(BEHIND, [written])
            (seconds,) = cursor.fetchone()
    except DatabaseError:
        connections[ALIAS].close()
        return None
    return None if seconds is None else float(seconds)


def fresh_seconds_behind() -> float | None:
    """As `seconds_behind`; None also where that is more than a report may be behind."""
    behind = seconds_behind() if has_replica() else None
    is_fresh = behind is not None and behind <= settings.REPLICA_MOST_BEHIND_SECONDS
    return behind if is_fresh else None


@contextmanager
def reading_from_replica(*, behind: float) -> Iterator[None]:
    """Every query inside sees one moment of the standby; nothing may be written inside."""
    reading = _reading.get()
    if reading is not None:
        reading.behind_seconds = max(behind, reading.behind_seconds or 0)
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        inside = _is_inside.set(True)
        try:
            yield
        finally:
            _is_inside.reset(inside)
