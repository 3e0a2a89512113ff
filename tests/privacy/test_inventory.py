"""docs/data-inventory.md gives every column a level of protection, and the level is true."""

import re

import pytest
from django.apps import apps
from django.conf import settings

from alliance.vault.fields import SealedField, WrappedKeyField

pytestmark = pytest.mark.requirement("PRIV-14")
LEVELS = ("words", "health", "people", "secret", "running")
LEFT_OUT = {"id", "clinic_id"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("alliance.")]


def inventory():
    """Table → column → level."""
    found = {}
    for line in (settings.BASE_DIR / "docs/data-inventory.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 1 + len(LEVELS) and "`" in line:
            found[cells[0]] = {
                column: level
                for level, cell in zip(LEVELS, cells[1:], strict=True)
                for column in re.findall(r"`(\w+)`", cell)
            }
    return found


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_every_column_has_a_level_and_no_other_is_named(model):
    levels = inventory().get(model._meta.db_table, {})

    assert set(levels) == {field.column for field in model._meta.local_fields} - LEFT_OUT, (
        "say in docs/data-inventory.md how each column is protected"
    )


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.db_table)
def test_words_are_sealed_and_what_is_sealed_is_words_or_secret(model):
    levels = inventory()[model._meta.db_table]

    for field in model._meta.local_fields:
        level = levels.get(field.column)
        if isinstance(field, SealedField):
            assert level in {"words", "secret"}, field.column
        elif isinstance(field, WrappedKeyField):
            assert level == "secret", field.column
        else:
            assert level != "words", field.column


def test_nothing_that_hangs_on_a_client_is_about_nobody():
    levels = inventory()
    about_clients = {
        model._meta.db_table
        for model in OURS
        for field in model._meta.local_fields
        if field.column in {"client_id", "log_id"}
    }

    assert {
        table for table in about_clients if not {"words", "health"} & set(levels[table].values())
    } == set()
