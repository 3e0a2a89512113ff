"""docs/data-dictionary.md names every table and column, and says which are sealed."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from alliance.vault.fields import SealedField

LEFT_OUT = {"id", "clinic_id"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("alliance.")]


def rows_of_tables() -> dict[str, list[tuple[str, str]]]:
    """Table → (columns, meaning) of each of its rows."""
    found: dict[str, list[tuple[str, str]]] = {}
    table = ""
    for line in (settings.BASE_DIR / "docs/data-dictionary.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and "`" in cells[1]:
            table = cells[0] or table
            found.setdefault(table, []).append((cells[1], cells[2]))
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_every_column_is_named_and_no_other(model):
    rows = rows_of_tables()[model._meta.db_table]

    named = {name for columns, _meaning in rows for name in re.findall(r"`(\w+)`", columns)}

    assert named == {field.column for field in model._meta.local_fields} - LEFT_OUT


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_what_is_sealed_is_said_to_be(model):
    rows = rows_of_tables()[model._meta.db_table]

    for field in model._meta.local_fields:
        if isinstance(field, SealedField):
            meaning = next(m for columns, m in rows if f"`{field.column}`" in columns)
            assert "sealed" in meaning, field.column
