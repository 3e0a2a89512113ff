"""Making backups, keeping the newest, and telling someone when one is late."""

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from alliance.upkeep.archive.contents import Contents, write_archive
from alliance.upkeep.archive.errors import ArchiveEmpty
from alliance.upkeep.models import Backup

SUFFIX = ".backup"


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    path: Path
    rows: int
    size_bytes: int
    seconds: float
    contents: Contents


def make_backup(*, now: datetime, reason: str, alias: str = DEFAULT_DB_ALIAS) -> Made:
    """Write a sealed backup of the whole database into BACKUP_FOLDER, and read it back.

    Raises BackupRefused, and leaves nothing behind, if that can't be done.
    """
    path = Path(settings.BACKUP_FOLDER) / f"alliance-{now:%Y-%m-%dT%H%M%S}-{reason}{SUFFIX}"
    began = time.monotonic()
    contents = write_archive(path, alias=alias, now=now)
    seconds = time.monotonic() - began
    return Made(path, contents.rows, path.stat().st_size, seconds, contents)


def back_up(*, now: datetime, reason: str) -> Made:
    """The same, and remember it in the database."""
    made = make_backup(now=now, reason=reason)
    Backup.objects.create(
        name=made.path.name,
        made_at=now,
        size_bytes=made.size_bytes,
        rows=made.rows,
        seconds=made.seconds,
    )
    return made


def back_up_nightly(*, now: datetime) -> int:
    """What the worker does. How many rows it kept: none where nobody has signed up yet."""
    try:
        made = back_up(now=now, reason="nightly")
    except ArchiveEmpty:
        return 0
    discard_old()
    return made.rows


def discard_old() -> int:
    """Delete all nightly backups but the newest BACKUP_KEEP; others are for people to delete."""
    nightly = sorted(Path(settings.BACKUP_FOLDER).glob(f"alliance-*-nightly{SUFFIX}"))
    old = nightly[: -settings.BACKUP_KEEP]
    for path in old:
        path.unlink()
    return len(old)
