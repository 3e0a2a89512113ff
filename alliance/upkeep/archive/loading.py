"""Rows of a backup on their way into empty tables."""

import json
from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.core.management.color import no_style
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.upkeep.archive.columns import Table, for_postgres, for_sqlite
from alliance.upkeep.archive.errors import NotEqual

ROWS_AT_ONCE = 500


def empty(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> None:
    """Take away what the migrations themselves put in; children go first."""
    with connection.cursor() as cursor:
        for table in reversed(list(tables)):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 - names of tables, quoted


def load(connection: BaseDatabaseWrapper, table: Table, lines: Iterable[bytes]) -> None:
    insert = _copy if connection.vendor == "postgresql" else _insert
    insert(connection, table, lines)


def _insert(connection: BaseDatabaseWrapper, table: Table, lines: Iterable[bytes]) -> None:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(column.name) for column in table.columns)
    places = ", ".join("%s" for _ in table.columns)
    sql = f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({places})"  # noqa: S608 - names of tables, quoted
    with connection.cursor() as cursor:
        for some in batched(lines, ROWS_AT_ONCE, strict=False):
            cursor.executemany(sql, [_values(line, table, for_sqlite) for line in some])


def _copy(connection: BaseDatabaseWrapper, table: Table, lines: Iterable[bytes]) -> None:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(column.name) for column in table.columns)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quoted(table.name)} ({columns}) FROM STDIN") as copy,
    ):
        for line in lines:
            copy.write_row(_values(line, table, for_postgres))


def _values(line: bytes, table: Table, convert: Any) -> list[Any]:
    row = json.loads(line)
    return [convert(value, column.kind) for value, column in zip(row, table.columns, strict=True)]


def set_sequences(alias: str, tables: Iterable[Table]) -> None:
    """Let numbered tables go on counting after their highest number."""
    connection = connections[alias]
    names = {table.name for table in tables}
    models = [
        model
        for model in connection.introspection.installed_models(list(names))
        if model._meta.db_table in names
    ]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def check_constraints(connection: BaseDatabaseWrapper) -> None:
    """Raise NotEqual if any row points at one that is not there."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return
    with connection.cursor() as cursor:
        if cursor.execute("PRAGMA foreign_key_check").fetchone():
            raise NotEqual("A row points at another that is not in the backup.")
