"""What stands in a backup: where it comes from, then table after table, each with its sum."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alliance.upkeep.archive.columns import Column, Table
from alliance.upkeep.archive.errors import ArchiveEmpty, ArchiveUnreadable
from alliance.upkeep.archive.schema import (
    Migration,
    migrations_of,
    refuse_unknown_tables,
    tables_at,
)
from alliance.upkeep.archive.sealed_stream import BROKEN, SealedReader, SealedWriter
from alliance.upkeep.archive.snapshots import Digest, lines, snapshot

# Without these two there is nobody to sign in, and no knowing whose keys these are.
NEVER_EMPTY = ("people_user", "vault_keycheck")


@dataclass(frozen=True)
class Manifest:
    made_at: datetime
    vendor: str
    migrations: tuple[Migration, ...]


@dataclass(frozen=True)
class Summary:
    """A table as it was at the moment of the backup."""

    table: Table
    rows: int
    hash: str


@dataclass(frozen=True)
class Contents:
    manifest: Manifest
    summaries: tuple[Summary, ...]

    @property
    def rows(self) -> int:
        return sum(summary.rows for summary in self.summaries)


def write_archive(path: Path, *, alias: str, now: datetime) -> Contents:
    """Write a backup of the database `alias` to `path`, whole or not at all, and read it again.

    Raises BackupRefused if the database is empty, of another release, or holds tables that would
    be left out. The name appears only once every byte is on the disk and was read back.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            _write(SealedWriter(file), alias=alias, now=now)
            file.flush()
            os.fsync(file.fileno())
        contents = check_archive(unfinished)
        os.rename(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    _keep_name(path.parent)
    return contents


def check_archive(path: Path) -> Contents:
    """Read a backup to its last byte. Raises BackupRefused if it is not whole, or empty."""
    summaries = []
    with open_archive(path) as (manifest, sections):
        for table, rows in sections:
            digest = Digest()
            for line in rows:
                digest.add(line)
            summaries.append(Summary(table, digest.rows, digest.hash))
    counted = {summary.table.name: summary.rows for summary in summaries}
    if not all(counted.get(name) for name in NEVER_EMPTY):
        raise ArchiveEmpty("There is nobody in this database yet, so there is nothing to keep.")
    return Contents(manifest, tuple(summaries))


type Sections = Iterator[tuple[Table, Iterator[bytes]]]


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[Manifest, Sections]]:
    """The manifest, and table after table with its rows.

    Each table's rows are to be read to their end before the next; what doesn't fit raises there.
    """
    try:
        file = path.open("rb")
    except OSError as problem:
        raise ArchiveUnreadable(f"{path} cannot be read: {problem.strerror}.") from None
    with file:
        told = SealedReader(file).lines()
        first = _told(told)
        manifest = Manifest(
            made_at=datetime.fromisoformat(first["made_at"]),
            vendor=first["vendor"],
            migrations=tuple((app, name) for app, name in first["migrations"]),
        )
        yield manifest, _sections(told)


def _write(writer: SealedWriter, *, alias: str, now: datetime) -> None:
    def tell(**facts: Any) -> None:
        writer.write(json.dumps(facts).encode() + b"\n")

    with snapshot(alias) as connection:
        migrations = migrations_of(connection)
        tables = tables_at(migrations)
        refuse_unknown_tables(connection, tables)
        tell(made_at=now.isoformat(), vendor=connection.vendor, migrations=migrations)
        for table in tables:
            columns = [[column.name, column.kind] for column in table.columns]
            tell(table=table.name, columns=columns)
            digest = Digest()
            for line in lines(connection, table):
                digest.add(line)
                writer.write(line + b"\n")
            tell(rows=digest.rows, hash=digest.hash)
        tell(tables=len(tables))
    writer.finish()


def _sections(told: Iterator[bytes]) -> Sections:
    count = 0
    while "table" in (facts := _told(told)):
        columns = tuple(Column(name, kind) for name, kind in facts["columns"])
        yield Table(facts["table"], columns), _rows(told)
        count += 1
    # To the very end, so that what was cut after the last table shows as well.
    if facts.get("tables") != count or next(told, None) is not None:
        raise ArchiveUnreadable(BROKEN)


def _rows(told: Iterator[bytes]) -> Iterator[bytes]:
    digest = Digest()
    for line in told:
        if line.startswith(b"{"):
            facts = json.loads(line)
            if (facts["rows"], facts["hash"]) != (digest.rows, digest.hash):
                raise ArchiveUnreadable(BROKEN)
            return
        digest.add(line)
        yield line
    raise ArchiveUnreadable(BROKEN)


def _told(told: Iterator[bytes]) -> dict[str, Any]:
    line = next(told, None)
    if line is None:
        raise ArchiveUnreadable(BROKEN)
    facts: dict[str, Any] = json.loads(line)
    return facts


def _keep_name(folder: Path) -> None:
    """Make the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
