"""How long ago the last backup was."""

from datetime import datetime, timedelta

from alliance.upkeep.models import Backup

LATE_AFTER = timedelta(hours=26)
"""A nightly backup, and two hours for a slow night."""


def last_backup() -> Backup | None:
    return Backup.objects.newest_first().first()


def backup_is_late(last: Backup | None, *, now: datetime) -> bool:
    return last is None or last.made_at < now - LATE_AFTER
