"""Moving house: from SQLite to PostgreSQL, with a proof that nothing changed on the way."""

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS

from alliance.upkeep.archive.errors import NotEqual
from alliance.upkeep.archive.snapshots import digest_of, snapshot
from alliance.upkeep.services.backups import Made, make_backup
from alliance.upkeep.services.restores import Comparison, restore_into, wipe_elsewhere


def move(alias: str, *, now: datetime, source: str = DEFAULT_DB_ALIAS) -> list[Comparison]:
    """Copy the database `source` into the empty one at `alias`, and compare every table.

    A backup is made on the way and stays. What is in `source` is not touched. Raises NotEqual, and
    leaves the new database empty, if anyone wrote meanwhile: it would be missing over there.
    """
    made = make_backup(now=now, reason="before-move", alias=source)
    compared = restore_into(alias, made.path, contents=made.contents)
    changed = _changed_since(made, source)
    if changed:
        wipe_elsewhere(alias)
        raise NotEqual(
            f"Somebody wrote meanwhile ({', '.join(changed)}). Stop Alliance, then move again."
        )
    return compared


def _changed_since(made: Made, source: str) -> list[str]:
    with snapshot(source) as connection:
        return [
            summary.table.name
            for summary in made.contents.summaries
            if digest_of(connection, summary.table).hash != summary.hash
        ]
