"""Upgrading a database that holds something: kept first, and without making anyone wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import OperationalError, connection

from alliance.upkeep.archive.errors import ArchiveEmpty
from alliance.upkeep.archive.schema import migrations_of, missing_in
from alliance.upkeep.services.backups import make_backup

LOCK_TIMEOUT = "2s"
LOCK_NOT_AVAILABLE = "55P03"


class LocksHeld(Exception):
    """Somebody was using a table that was to be changed; nothing was."""


def back_up_before_upgrade(*, now: datetime) -> Path | None:
    """On SQLite, where no administrator does it: a backup if there is something to migrate.

    Raises SchemaRefused, before anything is changed, if the database is of a newer release.
    """
    has_tables = bool(migrations_of(connection))
    if connection.vendor != "sqlite" or not has_tables or not missing_in(connection):
        return None
    try:
        return make_backup(now=now, reason="before-upgrade").path
    except ArchiveEmpty:
        return None


@contextmanager
def short_locks() -> Iterator[None]:
    """On PostgreSQL a change of a table waits two seconds for its lock, then gives up.

    Everyone who comes after it would wait behind it. Raises LocksHeld; what was migrated until
    then stays, and the next try goes on from there.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise LocksHeld(
            "A table is in use and was left as it is. Nobody had to wait; try again in a minute."
        ) from None
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
