"""A clinic that people work in, on a database of its own, gone when the block ends."""

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.sqlite3._functions import register  # type: ignore[import-untyped]

from alliance.walls.roles import APP, WORKER
from tools.chaos.people import PASSWORD
from tools.chaos.processes import NO_ROLES, Alliance, Postgres

LOGS = """
    SELECT l.submission, l.id, l.ratings, r.id, e.id
    FROM logbook_sessionlog l
    LEFT JOIN logbook_reflection r ON r.log_id = l.id
    LEFT JOIN audit_entry e ON e.object_id = l.id AND e.verb = 'saved'
"""


@dataclass
class World:
    folder: Path
    alliance: Alliance
    postgres: Postgres | None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        if self.postgres:
            with psycopg.connect(self.postgres.address) as connection:
                return connection.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(self.sqlite)) as file:
            # Constraints call Django's own functions.
            register(file)
            return file.execute(sql).fetchall()

    def change(self, sql: str) -> None:
        """For controls, on PostgreSQL."""
        assert self.postgres is not None
        with psycopg.connect(self.postgres.address) as connection:
            connection.execute(sql.encode())

    @property
    def sqlite(self) -> Path:
        return self.folder / "data" / "a.sqlite3"

    def kept(self) -> list[tuple[str, bool]]:
        """Each log's submission, and whether all that belongs to it is there."""
        return [
            (str(submission).replace("-", ""), bool(ratings and reflection and entry))
            for submission, _pk, ratings, reflection, entry in self.rows(LOGS)
        ]


@contextmanager
def world(
    *, on: str, faults: str = "", commit: str = "on", clients: int = 20, data: Path | None = None
) -> Iterator[World]:
    """Six clinicians with so many clients each. `on` is "postgres" or "sqlite"; `data` a folder to
    put SQLite's file into.
    """
    template = _template(on, clients)
    with tempfile.TemporaryDirectory(prefix="alliance-chaos-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "data").mkdir() if data is None else (folder / "data").symlink_to(data)
        postgres = None
        if on == "postgres":
            postgres = Postgres(folder, commit=commit, template=template)
        else:
            shutil.copy(template / "a.sqlite3", folder / "data" / "a.sqlite3")
        address = postgres.address if postgres else f"sqlite:///{folder}/data/a.sqlite3"
        roles = _roles(postgres) if postgres and "no-transactions" not in faults else NO_ROLES
        alliance = Alliance(folder, database=address, roles=roles, faults=faults)
        if postgres and not roles:
            alliance.environment["DATABASE_OWNER_ALLOWED"] = "1"
        try:
            yield World(folder, alliance, postgres)
        finally:
            alliance.stop()
            if postgres:
                postgres.stop()


def _roles(postgres: Postgres) -> dict[str, str]:
    """As in a clinic: web and worker sign in as themselves, so the wall between clinics stands.

    A control without transactions can't have it: whose rows are meant is said once in each.
    """
    return {"web": postgres.address_of(APP), "worker": postgres.address_of(WORKER)}


@cache
def _template(on: str, clients: int) -> Path:
    """A folder with such a world at rest, made once and copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="alliance-chaos-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    postgres = Postgres(folder) if on == "postgres" else None
    address = postgres.address if postgres else f"sqlite:///{folder}/a.sqlite3"
    alliance = Alliance(folder, database=address)
    alliance.manage("prepare")
    alliance.manage(
        *("seed", "--clinics=1", "--clinicians=6", f"--clients={clients}", "--sessions=1"),
        *(f"--password={PASSWORD}", "--processes=1"),
    )
    if postgres:
        postgres.stop()
    else:
        with closing(sqlite3.connect(folder / "a.sqlite3")) as file:
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder
