"""Asking the database in one of its roles, as the app does where it is served."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from psycopg.pq import TransactionStatus

from alliance.walls.roles import APP


@contextmanager
def in_role(role: str) -> Iterator[None]:
    """On PostgreSQL, whose tests run as the owner. SQLite has no roles."""
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    connection.connection.execute(f"SET ROLE {role}")
    try:
        yield
    finally:
        # A request may have given its connection back; a broken transaction takes the role along.
        kept = connection.connection
        if kept and not kept.closed and kept.info.transaction_status != TransactionStatus.INERROR:
            kept.execute("RESET ROLE")


class AppClient(Client):
    """Django's, whose requests reach the database in the role of the web server."""

    def request(self, **request):
        with in_role(APP):
            return super().request(**request)
