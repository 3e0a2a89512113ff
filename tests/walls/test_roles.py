"""What each role of the database may do. PostgreSQL only."""

import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from alliance.audit.models import Entry
from alliance.logbook.models import Reflection, SessionLog
from alliance.reports.reading import report_reading
from alliance.reports.services import monthly
from alliance.reports.services.monthly import publish_months
from alliance.vault.fields import WrappedKeyField
from alliance.walls.roles import APP, BACKUP, NEVER_REPORTED, REPORT, WORKER, reported_columns
from alliance.walls.start import WallsOpen, verify_walls
from alliance.walls.whose import in_clinic
from tests import make
from tests.in_role import in_role

pytestmark = pytest.mark.django_db
NOT_ALLOWED = "42501"
needs_postgres = pytest.mark.usefixtures("on_postgres")


def may(role, statement):
    try:
        with in_role(role), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except ProgrammingError as error:
        if error.__cause__.sqlstate != NOT_ALLOWED:
            raise
        return False
    return True


@needs_postgres
@pytest.mark.requirement("AUTHZ-07")
def test_the_web_server_starts_in_no_role_that_walks_around_the_wall(settings):
    settings.DATABASE_OWNER_ALLOWED = False
    for role in (WORKER, BACKUP):
        with in_role(role), pytest.raises(WallsOpen, match=f"{role} sees every clinic"):
            verify_walls()
    with pytest.raises(WallsOpen):
        verify_walls()

    with in_role(APP):
        verify_walls()


@needs_postgres
@pytest.mark.requirement("AUTHZ-07", "AUTHZ-06")
def test_nor_where_a_table_has_lost_its_wall(settings):
    settings.DATABASE_OWNER_ALLOWED = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE logbook_reflection NO FORCE ROW LEVEL SECURITY")

    with in_role(APP), pytest.raises(WallsOpen, match="logbook_reflection"):
        verify_walls()


@needs_postgres
@pytest.mark.requirement("AUTHZ-07")
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE logbook_reflection DISABLE ROW LEVEL SECURITY",
        "DROP POLICY logbook_reflection_select ON logbook_reflection",
        "CREATE ROLE another",
        "SET ROLE alliance_worker",
        "SET ROLE alliance_backup",
        "TRUNCATE logbook_reflection CASCADE",
    ],
)
def test_the_web_servers_role_cannot_open_the_wall(statement):
    if statement.startswith("SET ROLE"):
        with connection.cursor() as cursor:
            role = statement.removeprefix("SET ROLE ")
            cursor.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [APP, role])
            assert cursor.fetchone() == (False,)
    else:
        assert not may(APP, statement)


@needs_postgres
@pytest.mark.requirement("AUTHZ-11")
@pytest.mark.parametrize("table", sorted(NEVER_REPORTED))
def test_a_report_reads_nothing_of_a_private_table(table):
    assert not may(REPORT, f"SELECT 1 FROM {table}")
    assert may(WORKER, f"SELECT 1 FROM {table}")


@needs_postgres
@pytest.mark.requirement("AUTHZ-11")
def test_a_report_reads_the_columns_of_a_log_and_none_of_its_words():
    log = make.log(shared_note="Of a bird.", reflection="Of another.")
    about = SessionLog.objects.filter(pk=log.pk)

    with report_reading(log.clinic_id):
        assert about.values_list("minutes", flat=True).get() == 50
        for words in ("shared_note", "intention", "supervision_question"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                about.values_list(words).get()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Reflection.objects.count()

    assert Reflection.objects.count() == 1


@needs_postgres
@pytest.mark.requirement("AUTHZ-11", "AUTHZ-06")
def test_a_report_sees_one_clinic():
    log = make.log()
    make.log()

    with report_reading(log.clinic_id):
        assert SessionLog.objects.values_list("pk", flat=True).get() == log.pk


@needs_postgres
@pytest.mark.requirement("AUTHZ-11")
def test_the_figures_of_a_month_are_gathered_in_that_role(monkeypatch):
    """The overview of the clinic shows what was published, and asks for nothing else."""
    log = make.log(reflection="Of a bird.")
    monkeypatch.setattr(monthly, "month_facts", lambda *_args, **_how: Reflection.objects.count())

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        publish_months(log.clinic, now=timezone.now() + timedelta(days=60))


@pytest.mark.requirement("AUTHZ-11")
def test_no_report_is_granted_a_sealed_column():
    sealed = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, WrappedKeyField)
    }
    granted = {(table, name) for table, names in reported_columns().items() for name in names}

    assert sealed & granted == set()
    assert ("people_user", "password") not in granted
    assert ("logbook_sessionlog", "ratings") in granted


@needs_postgres
@pytest.mark.requirement("AUD-04")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'nothing'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "SELECT forget_trail((SELECT clinic_id FROM audit_entry LIMIT 1))",
        "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_web_servers_role_adds_to_the_trail_and_never_changes_it(statement):
    make.client()
    before = Entry.objects.count()
    clinic_id = Entry.objects.values_list("clinic", flat=True)[0]

    with in_clinic(clinic_id):
        assert not may(APP, statement)
    assert Entry.objects.count() == before


def test_roles_are_made_again_without_harm_and_sqlite_has_none():
    if connection.vendor == "postgresql":
        call_command("make_roles", stdout=io.StringIO())
    else:
        with pytest.raises(CommandError, match="SQLite has no roles"):
            call_command("make_roles")
