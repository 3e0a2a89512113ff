"""A migration operation: on PostgreSQL a table's rows are seen from inside their clinic only.

Every table with a `clinic_id` gets one, in the migration after the one that makes the table:

    from alliance.walls.operations import Walled
    operations = [Walled("logbook_thing")]
"""

from typing import Any

from django.db import migrations

OF_CLINIC = "clinic_id = (SELECT NULLIF(current_setting('alliance.clinic', true), '')::uuid)"


class Walled(migrations.RunSQL):
    """Row-level security, forced on the owner too, with a policy for each verb.

    After a SET LOCAL has ended the setting is '' and not NULL: hence NULLIF, or the second request
    of a pooled connection would fail rather than see nothing. `seen_by`: (column, setting) of those
    who may also read a row from outside its clinic. `for_nobody`: rows of no clinic may be there.
    """

    reduces_to_sql = False

    def __init__(
        self, table: str, seen_by: tuple[str, str] | None = None, for_nobody: bool = False
    ) -> None:
        self.table, self.seen_by, self.for_nobody = table, seen_by, for_nobody
        written = f"({OF_CLINIC} OR clinic_id IS NULL)" if for_nobody else OF_CLINIC
        read = f"({written} OR {_is_theirs(*seen_by)})" if seen_by else written
        policies = {
            "select": f"USING ({read})",
            "insert": f"WITH CHECK ({written})",
            "update": f"USING ({written}) WITH CHECK ({written})",
            "delete": f"USING ({written})",
        }
        super().__init__(
            sql=[
                f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
                *(
                    f'CREATE POLICY "{table}_{verb}" ON "{table}" FOR {verb.upper()} {rule}'
                    for verb, rule in policies.items()
                ),
            ],
            reverse_sql=[
                *(f'DROP POLICY "{table}_{verb}" ON "{table}"' for verb in policies),
                f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY',
                f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            ],
        )

    def deconstruct(self) -> tuple[str, list[str], dict[str, Any]]:
        more = {"seen_by": self.seen_by, "for_nobody": self.for_nobody}
        return self.__class__.__qualname__, [self.table], {k: v for k, v in more.items() if v}

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


def _is_theirs(column: str, setting: str) -> str:
    return f"{column}::text = (SELECT NULLIF(current_setting('{setting}', true), ''))"
