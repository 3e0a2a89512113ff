"""On SQLite, which has no roles: triggers that refuse to change the trail or take anything from it.

They stop the app, and whoever makes it run SQL of their own. Whoever has the file can drop them;
that is found by the chain. A later migration that makes `audit_entry` or `audit_link` anew has to
make them anew too: tests/audit/test_kept.py says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.migrations.operations.base import Operation

TABLES = ("audit_entry", "audit_link")
NAMES = {
    f"{table}_no_{act.lower()}": (table, act) for table in TABLES for act in ("UPDATE", "DELETE")
}
MAKE = [
    f"CREATE TRIGGER {name} BEFORE {act} ON {table}"
    " BEGIN SELECT RAISE(ABORT, 'the trail is added to and never changed'); END"
    for name, (table, act) in NAMES.items()
]
DROP = [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES]


class KeepTrail(Operation):
    """A migration operation: the triggers, on SQLite."""

    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        pass

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, DROP + MAKE)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        self._run(schema_editor, DROP)

    def _run(self, schema_editor: Any, statements: list[str]) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for statement in statements:
                schema_editor.execute(statement)


@contextmanager
def let_go() -> Iterator[None]:
    """For as long as the block lasts, and only in its transaction, the trail can be ended."""
    if connection.vendor != "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in DROP:
            cursor.execute(statement)
        yield
        for statement in MAKE:
            cursor.execute(statement)
