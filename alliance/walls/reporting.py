"""Reports ask in a role that cannot read a private word, whatever the query says."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from psycopg import sql

from alliance.walls.roles import REPORT


@contextmanager
def as_report(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Rows of the clinic that is spoken for, and of them only `walls.roles.reported_columns()`.

    Asking for more is refused by the database: name columns with `only()` or `values()`.
    On SQLite the queries alone hold this.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, to_regrole(%s) IS NOT NULL", [REPORT])
        before, is_there = cursor.fetchone()
        if not is_there and settings.DATABASE_OWNER_ALLOWED:
            yield
            return
        cursor.execute(f"SET LOCAL ROLE {REPORT}")
        yield
        # Where something was raised, the end of the transaction takes the role back.
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(before)))
