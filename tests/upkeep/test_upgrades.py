"""An upgrade keeps what is there, makes nobody wait, and stops at what it does not know."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from alliance.upkeep.archive.contents import check_archive

pytestmark = [pytest.mark.requirement("REL-12"), pytest.mark.django_db(transaction=True)]

LAST = ("upkeep", "0001_backups")


@pytest.fixture
def older_release(practice):
    """The database as the release before the last migration of upkeep left it."""
    call_command("migrate", "upkeep", "zero", verbosity=0)
    yield
    call_command("migrate", verbosity=0)


def test_before_an_upgrade_sqlite_is_backed_up(older_release, backup_folder, capsys):
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL the nightly backup and WAL are the administrator's.")

    call_command("prepare")

    (kept,) = backup_folder.glob("*before-upgrade*")
    migrations = check_archive(kept).manifest.migrations
    assert LAST not in migrations
    assert ("people", "0001_first") in migrations
    assert str(kept) in capsys.readouterr().out


def test_when_nothing_is_to_be_upgraded_nothing_is_backed_up(practice, backup_folder):
    call_command("prepare")

    assert not backup_folder.exists()


def test_a_database_of_a_newer_release_is_left_alone(practice):
    MigrationRecorder(connection).record_applied("logbook", "9999_tomorrow")
    try:
        with pytest.raises(CommandError, match=r"newer release.*9999_tomorrow"):
            call_command("prepare")
    finally:
        MigrationRecorder(connection).record_unapplied("logbook", "9999_tomorrow")


def test_a_table_in_use_makes_the_upgrade_give_up_and_nobody_wait(older_release):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no locks on tables.")
    reader = connections.create_connection("default")
    try:
        with reader.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(CommandError, match="try again in a minute"):
                call_command("prepare")
            cursor.execute("ROLLBACK")
    finally:
        reader.close()

    call_command("prepare")
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
