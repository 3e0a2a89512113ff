"""From SQLite to PostgreSQL, or any database to any other, with nothing lost on the way."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from alliance.logbook.models import SessionLog
from alliance.upkeep.archive.errors import NotEqual
from alliance.upkeep.services import moving
from alliance.upkeep.services.elsewhere import database, scratch_address
from alliance.upkeep.services.moving import move
from tests import make
from tests.upkeep.conftest import NOW

pytestmark = [pytest.mark.requirement("REL-18"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def new_house(tmp_path):
    """A new database of the other kind or of the same; on PostgreSQL it comes from SQLite."""
    with database(f"sqlite:///{tmp_path}/elsewhere.sqlite3") as alias:
        yield alias


def test_everything_moves_and_the_old_house_stays_as_it_was(practice, new_house):
    compared = move(new_house, now=NOW)

    assert {each.table: each.rows for each in compared}["logbook_sessionlog"] == 4
    assert SessionLog.objects.using(new_house).count() == SessionLog.objects.count() == 4


def test_from_sqlite_to_postgres_every_table_is_the_same(practice, new_house):
    if connection.vendor != "postgresql":
        pytest.skip("There is no PostgreSQL to move to.")
    move(new_house, now=NOW)

    with scratch_address() as address, database(address, alias="group practice") as alias:
        compared = move(alias, now=NOW, source=new_house)

        assert connections[new_house].vendor == "sqlite"
        assert connections[alias].vendor == "postgresql"
        assert SessionLog.objects.using(alias).count() == 4
    assert {each.table: each.rows for each in compared}["logbook_sessionlog"] == 4


def test_whoever_writes_meanwhile_stops_the_move(practice, new_house, monkeypatch):
    restore_into = moving.restore_into

    def restore_slowly(alias, path, *, contents):
        compared = restore_into(alias, path, contents=contents)
        make.log(of=SessionLog.objects.first().client)
        return compared

    monkeypatch.setattr(moving, "restore_into", restore_slowly)

    with pytest.raises(NotEqual, match="logbook_sessionlog"):
        move(new_house, now=NOW)

    assert connections[new_house].introspection.table_names() == []


def test_the_command_goes_one_way_only(db):
    address = "sqlite:///elsewhere" if connection.vendor == "sqlite" else "postgresql://u@h/n"

    with pytest.raises(CommandError, match="from SQLite to an address"):
        call_command("move_to_postgres", address)
