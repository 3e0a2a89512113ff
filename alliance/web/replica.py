"""A standby of the database that only answers: reports read there, so that nobody else waits.

Django asks the router below for each query. It says "replica" only inside `reading_from_replica`,
which reports open through `snapshot`; everything else stays where it is written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, models, transaction

ALIAS = "replica"

_is_inside: ContextVar[bool] = ContextVar("reading from the replica", default=False)

BEHIND = """
    SELECT CASE WHEN pg_last_wal_replay_lsn() >= %s::pg_lsn THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""


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


def is_fresh_enough() -> bool:
    behind = seconds_behind() if has_replica() else None
    return behind is not None and behind <= settings.REPLICA_MOST_BEHIND_SECONDS


@contextmanager
def reading_from_replica() -> Iterator[None]:
    """Every query inside sees one moment of the standby; nothing may be written inside."""
    with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        inside = _is_inside.set(True)
        try:
            yield
        finally:
            _is_inside.reset(inside)
