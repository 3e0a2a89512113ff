"""A migration operation: on PostgreSQL a row and the row it points to share their clinic."""

from typing import Any

from django.db import migrations


class SameClinic(migrations.RunSQL):
    """`table.column` may only name a row of `parent` in the same clinic.

    A plain foreign key lets a row of one clinic point into another, even under row-level security.
    SQLite can't add a constraint to a table that exists; there the services are the only wall.
    """

    reduces_to_sql = False

    def __init__(self, table: str, column: str, parent: str) -> None:
        name = f"{table}_{column.removesuffix('_id')}_same_clinic"
        self.subject = (table, column, parent)
        super().__init__(
            sql=(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (clinic_id, "{column}")'
                f' REFERENCES "{parent}" (clinic_id, id) DEFERRABLE INITIALLY DEFERRED'
            ),
            reverse_sql=f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"',
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        return self.__class__.__qualname__, list(self.subject), {}

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
