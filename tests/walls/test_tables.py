"""Every table of a clinic has its walls: read from the migrations, on either database."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from alliance.people.models import Clinic
from alliance.walls.operations import Walled
from alliance.web.same_clinic import SameClinic


def of_a_clinic(model):
    return any(f.column == "clinic_id" and f.related_model is Clinic for f in fields(model))


def fields(model):
    return model._meta.local_fields


# How PostgreSQL writes a rule that asks for the clinic.
CLINIC_ASKED = "%(clinic_id = ( SELECT (NULLIF(current_setting('alliance.clinic'%"
MODELS = [model for model in apps.get_models() if of_a_clinic(model)]


def operations(kind):
    migrations = MigrationLoader(None).disk_migrations.values()
    return [op for migration in migrations for op in migration.operations if isinstance(op, kind)]


@pytest.mark.requirement("AUTHZ-06")
def test_every_table_of_a_clinic_has_a_wall_around_it():
    """A new one gets `Walled("its_table")` in a migration: see alliance/walls/operations.py."""
    walled = {operation.table for operation in operations(Walled)}

    assert {model._meta.db_table for model in MODELS} - walled == set()


@pytest.mark.requirement("AUTHZ-05")
def test_every_link_between_rows_of_clinics_is_tied_to_the_clinic():
    """A new one gets `SameClinic(table, column, parent)`: see alliance/web/same_clinic.py."""
    tied = {operation.subject for operation in operations(SameClinic)}
    links = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in MODELS
        for field in fields(model)
        if field.related_model in MODELS
    }

    assert links - tied == set()


@pytest.mark.requirement("AUTHZ-05", "AUTHZ-06")
@pytest.mark.django_db
def test_the_database_has_what_the_migrations_say(tried):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has neither row-level security nor constraints added later.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class"
            " JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'clinic_id'"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        forced = dict(cursor.fetchall())
        cursor.execute(
            "SELECT tablename, array_agg(cmd ORDER BY cmd),"
            " bool_and(cmd = 'INSERT' OR qual LIKE %s)"
            " AND bool_and(cmd IN ('SELECT', 'DELETE') OR with_check LIKE %s)"
            " FROM pg_policies GROUP BY tablename",
            [CLINIC_ASKED, CLINIC_ASKED],
        )
        policies = {table: (verbs, checked) for table, verbs, checked in cursor.fetchall()}
        cursor.execute("SELECT conname FROM pg_constraint WHERE conname LIKE '%%_same_clinic'")
        constraints = {name for (name,) in cursor.fetchall()}

    verbs = ["DELETE", "INSERT", "SELECT", "UPDATE"]
    assert forced == {model._meta.db_table: True for model in MODELS}
    assert policies == dict.fromkeys(forced, (verbs, True))
    subjects = [operation.subject for operation in operations(SameClinic)]
    assert {f"{t}_{c.removesuffix('_id')}_same_clinic"[:63] for t, c, _p in subjects} <= constraints
    tried(len(forced) + len(subjects))


@pytest.mark.requirement("AUTHZ-19")
@pytest.mark.django_db
def test_no_view_reads_as_its_owner():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles to read as.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm')"
            " AND relnamespace = 'public'::regnamespace"
            " AND NOT coalesce(reloptions @> ARRAY['security_invoker=true'], false)"
        )
        assert cursor.fetchall() == []
