"""Putting a backup back, into this database or another."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.upkeep.archive.contents import Contents, Summary, check_archive, open_archive
from alliance.upkeep.archive.errors import BackupRefused, NotEqual
from alliance.upkeep.archive.loading import check_constraints, empty, load, set_sequences
from alliance.upkeep.archive.schema import build_tables, tables_at
from alliance.upkeep.archive.snapshots import digest_of
from alliance.upkeep.services.elsewhere import database
from alliance.walls.roles import make_roles, may_make_roles


@dataclass(frozen=True)
class Comparison:
    """A table in the backup and in the database it was put into."""

    table: str
    rows: int
    hash: str


def restore(path: Path, *, replace: bool) -> list[Comparison]:
    """Put a backup into this database, all or nothing, and bring it up to this release.

    Everything about the file is found out before anything is touched. Raises BackupRefused if it
    is no good, or if the database holds something and `replace` doesn't say that it may go.
    """
    contents = check_archive(path)
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.introspection.table_names() and not replace:
        raise BackupRefused(
            "This database is not empty. Say --replace to put the backup in its place; what is "
            "here now is backed up first."
        )
    if connection.vendor == "postgresql":
        return _restore_in_place(path, contents)
    return _restore_beside(path, contents)


def restore_into(alias: str, path: Path, *, contents: Contents) -> list[Comparison]:
    """Fill an empty database with a checked backup. Raises NotEqual if it isn't the same there."""
    connection = connections[alias]
    if connection.introspection.table_names():
        raise BackupRefused("The database to restore into is not empty.")
    migrations = contents.manifest.migrations
    with _everything_or_nothing(alias):
        build_tables(alias, migrations)
        empty(connection, tables_at(migrations))
        with open_archive(path) as (_manifest, sections):
            for table, lines in sections:
                load(connection, table, lines)
        check_constraints(connection)
        compared = [_compare(connection, summary) for summary in contents.summaries]
    call_command("createcachetable", database=alias, verbosity=0)
    call_command("migrate", database=alias, interactive=False, verbosity=0)
    set_sequences(alias, (summary.table for summary in contents.summaries))
    return compared


@contextmanager
def _everything_or_nothing(alias: str) -> Iterator[None]:
    """On SQLite a file of its own is what makes it so: tables can't be changed in a transaction."""
    if connections[alias].vendor == "postgresql":
        with transaction.atomic(using=alias):
            yield
        return
    with connections[alias].cursor() as cursor:
        # The file counts only when it is whole, so no step on the way there waits for the disk.
        cursor.execute("PRAGMA synchronous=OFF")
    yield
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")


def _restore_in_place(path: Path, contents: Contents) -> list[Comparison]:
    """On PostgreSQL in one transaction: until its end everyone sees what was there before."""
    with transaction.atomic():
        wipe(DEFAULT_DB_ALIAS)
        compared = restore_into(DEFAULT_DB_ALIAS, path, contents=contents)
        if may_make_roles():
            # What each role may do went with the tables.
            make_roles({})
        return compared


def _restore_beside(path: Path, contents: Contents) -> list[Comparison]:
    """On SQLite into a new file, whose pages then take the place of the old ones at one stroke."""
    live = Path(connections[DEFAULT_DB_ALIAS].settings_dict["NAME"])
    with tempfile.TemporaryDirectory(dir=live.parent, prefix=".restoring-") as folder:
        new = Path(folder) / live.name
        with database(f"sqlite:///{new}") as alias:
            compared = restore_into(alias, path, contents=contents)
        connections[DEFAULT_DB_ALIAS].close()
        take_place_of(live, new=new)
    return compared


def take_place_of(live: Path, *, new: Path) -> None:
    """SQLite's own backup: whoever has the file open sees the old pages or the new, never both."""
    source, target = sqlite3.connect(new), sqlite3.connect(live, timeout=20)
    try:
        os.chmod(live, 0o600)
        source.backup(target)
    finally:
        source.close()
        target.close()


def wipe_elsewhere(alias: str) -> None:
    """Leave a database that was filled just now empty again."""
    with connections[alias].constraint_checks_disabled(), transaction.atomic(using=alias):
        wipe(alias)


def wipe(alias: str) -> None:
    """Drop every table of the app, and on PostgreSQL what the migrations made beside them."""
    connection = connections[alias]
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgres:
            cursor.execute("SET LOCAL lock_timeout = '10s'")
        for name in connection.introspection.table_names(cursor):
            table = connection.ops.quote_name(name)
            cursor.execute(f"DROP TABLE IF EXISTS {table} {'CASCADE' if is_postgres else ''}")
        if is_postgres:
            cursor.execute(OWN_FUNCTIONS)
            for (signature,) in cursor.fetchall():
                cursor.execute(f"DROP ROUTINE IF EXISTS {signature} CASCADE")


# Those in our schema that no extension brought.
OWN_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def _compare(connection: BaseDatabaseWrapper, summary: Summary) -> Comparison:
    found = digest_of(connection, summary.table)
    if (found.rows, found.hash) != (summary.rows, summary.hash):
        raise NotEqual(
            f"{summary.table.name} came out differently: {found.rows} rows instead of "
            f"{summary.rows}, or other contents. Nothing was changed."
        )
    return Comparison(summary.table.name, summary.rows, summary.hash)
