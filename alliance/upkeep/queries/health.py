"""Whether all that serving a page needs is there."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from alliance.jobs.models import Run
from alliance.vault.errors import VaultError
from alliance.vault.queries import verify_keys

HEARTBEAT = "worker is alive"
WORKER_SILENT_AFTER = timedelta(minutes=2)
# Both: a tenth of a large disk is still a lot, and a small one may do with little.
LEAST_FREE_SHARE = 0.10
LEAST_FREE_BYTES = 5 * 1024**3


def failing(*, now: datetime) -> list[str]:
    """The parts that are not well, in the order in which they are looked at; none is good."""
    return [name for name, is_well in PARTS.items() if not _is_well(is_well, now)]


def _is_well(look: Callable[[datetime], bool], now: datetime) -> bool:
    try:
        return look(now)
    except (DatabaseError, VaultError, OSError):
        return False


def database_answers(now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def schema_is_ours(now: datetime) -> bool:
    """Nothing is missing. What a newer release has added does this one no harm while it runs."""
    applied = set(MigrationRecorder.Migration.objects.values_list("app", "name"))
    return own_migrations() <= applied


@lru_cache(maxsize=1)
def own_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def keys_fit(now: datetime) -> bool:
    verify_keys()
    return True


def disk_has_room(now: datetime) -> bool:
    usage = shutil.disk_usage(data_folder())
    return usage.free > min(usage.total * LEAST_FREE_SHARE, LEAST_FREE_BYTES)


def data_folder() -> Path:
    """Where the data is, as far as this machine knows: SQLite's folder, else that of the rest."""
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).parent
    return Path(settings.VAR_DIR)


def worker_is_alive(now: datetime) -> bool:
    """It was heard lately, or never: a new installation starts with the web server."""
    heard_at = last_heartbeat()
    return heard_at is None or heard_at > now - WORKER_SILENT_AFTER


def last_heartbeat() -> datetime | None:
    return Run.objects.filter(name=HEARTBEAT).values_list("started_at", flat=True).first()


PARTS: dict[str, Callable[[datetime], bool]] = {
    "database": database_answers,
    "tables": schema_is_ours,
    "keys": keys_fit,
    "disk": disk_has_room,
    "worker": worker_is_alive,
}
