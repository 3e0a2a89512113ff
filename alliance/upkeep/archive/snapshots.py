"""Reading a whole database as it was at one moment, while others go on writing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.upkeep.archive.columns import Table, line_of

ROWS_AT_ONCE = 2000
HASH_SPACE = 1 << 256


@dataclass
class Digest:
    """How many rows, and a sum over the SHA-256 of each, which does not depend on their order."""

    rows: int = 0
    total: int = field(default=0, repr=False)

    def add(self, line: bytes) -> None:
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line).digest())) % HASH_SPACE

    @property
    def hash(self) -> str:
        return f"{self.total:064x}"


@contextmanager
def snapshot(alias: str) -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own on which every query sees the same moment.

    SQLite's write-ahead log and PostgreSQL's repeatable read both keep that moment for a reader
    without making a writer wait. With row security a forgotten right would hide rows; here it is
    an error.
    """
    connection = connections.create_connection(alias)
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SET LOCAL row_security = off")
            else:
                cursor.execute("BEGIN")
        yield connection
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
    finally:
        connection.close()


def lines(connection: BaseDatabaseWrapper, table: Table) -> Iterator[bytes]:
    """The rows of a table, in no particular order."""
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(column.name) for column in table.columns)
    kinds = tuple(column.kind for column in table.columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quoted(table.name)}")  # noqa: S608 - own names
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            for row in rows:
                yield line_of(row, kinds)


def digest_of(connection: BaseDatabaseWrapper, table: Table) -> Digest:
    digest = Digest()
    for line in lines(connection, table):
        digest.add(line)
    return digest
