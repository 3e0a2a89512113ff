"""Reading many rows as they stood at one moment, without holding anybody up."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from alliance.web.replica import fresh_seconds_behind, reading_from_replica


@contextmanager
def snapshot() -> Iterator[None]:
    """Every query inside sees the same moment; nothing may be written inside.

    Where there is a standby that is not far behind, it answers.

    On SQLite a plain BEGIN: Django's would queue for the right to write, and hold up who writes.
    Inside a transaction it adds nothing.
    """
    if connection.in_atomic_block:
        yield
    elif (behind := fresh_seconds_behind()) is not None:
        with reading_from_replica(behind=behind):
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with _read_transaction():
            yield


@contextmanager
def _read_transaction() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
