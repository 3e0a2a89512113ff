"""Another database than the one that Alliance runs on, for as long as a restore or a move lasts."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

from alliance.web.databases import database_at

ALIAS = "elsewhere"


@contextmanager
def database(address: str, *, password: str = "", alias: str = ALIAS) -> Iterator[str]:
    """The database at `address`, under the alias that this gives."""
    found = database_at(address, password=password)
    connections.settings[alias] = connections.settings[DEFAULT_DB_ALIAS] | found
    try:
        yield alias
    finally:
        connections[alias].close()
        # Only PostgreSQL's has a pool.
        getattr(connections[alias], "close_pool", lambda: None)()
        del connections[alias]
        del connections.settings[alias]


@contextmanager
def scratch_address() -> Iterator[str]:
    """The address of a new, empty database of the same kind, which is gone when the block ends.

    On PostgreSQL beside the one in use, for which its user needs the right to create one.
    """
    if connection.vendor != "postgresql":
        with tempfile.TemporaryDirectory(prefix="alliance-drill-") as folder:
            yield f"sqlite:///{Path(folder) / 'drill.sqlite3'}"
        return
    name = f"alliance_drill_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
