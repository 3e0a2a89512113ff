"""A backup is whole or refused before anything is touched, and comes back as it was."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection, connections

from alliance.logbook.models import Reflection, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.upkeep.archive.contents import check_archive
from alliance.upkeep.archive.errors import (
    ArchiveEmpty,
    ArchiveUnreadable,
    ArchiveWithoutKey,
    BackupRefused,
    NotEqual,
    SchemaRefused,
)
from alliance.upkeep.models import Backup
from alliance.upkeep.services import restores
from alliance.upkeep.services.backups import back_up, discard_old, make_backup
from alliance.upkeep.services.elsewhere import database
from alliance.upkeep.services.restores import restore, restore_into
from alliance.walls.roles import APP
from alliance.walls.whose import in_clinic
from tests import make
from tests.in_role import in_role
from tests.upkeep.conftest import NOW
from tests.vault.conftest import key_line, use_keys  # noqa: F401 - a fixture

pytestmark = [pytest.mark.requirement("REL-13"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def elsewhere(tmp_path):
    with database(f"sqlite:///{tmp_path}/elsewhere.sqlite3") as alias:
        yield alias


def sums(contents):
    return {each.table.name: (each.rows, each.hash) for each in contents.summaries}


@pytest.mark.requirement("CRY-07")
def test_every_row_of_every_table_and_every_word_comes_back_elsewhere(practice, elsewhere):
    made = back_up(now=NOW, reason="test")

    restore_into(elsewhere, made.path, contents=made.contents)

    assert SessionLog.objects.using(elsewhere).count() == 4
    again = make_backup(now=NOW, reason="again", alias=elsewhere).contents
    assert sums(again) == sums(made.contents)
    rows = Reflection.objects.using(elsewhere).select_related("log__client__key")
    (row,) = rows
    assert opened(row, column="text", key=key_of(row.log.client)) == "Quietly glad."


def test_what_came_after_the_backup_is_gone_and_what_was_before_is_there(practice):
    made = back_up(now=NOW, reason="test")
    later = make.log(of=SessionLog.objects.first().client)

    restore(made.path, replace=True)

    assert SessionLog.objects.count() == 4
    assert not SessionLog.objects.filter(pk=later.pk).exists()
    make.log(of=SessionLog.objects.first().client)
    assert SessionLog.objects.count() == 5


def test_after_a_restore_the_web_server_reads_on(practice):
    made = back_up(now=NOW, reason="test")

    restore(made.path, replace=True)

    with in_role(APP), in_clinic(practice.clinic_id):
        assert SessionLog.objects.count() == 4
        assert cache.get("nothing") is None


def test_a_full_database_is_not_replaced_unless_told_to(practice):
    made = back_up(now=NOW, reason="test")

    with pytest.raises(BackupRefused, match="--replace"):
        restore(made.path, replace=False)


def test_the_command_backs_up_what_is_here_before_it_replaces_it(practice, backup_folder, capsys):
    made = back_up(now=NOW, reason="test")
    make.log(of=SessionLog.objects.first().client)

    call_command("restore", str(made.path), "--replace")

    (kept,) = backup_folder.glob("*before-restore*")
    rows = {each.table.name: each.rows for each in check_archive(kept).summaries}
    assert rows["logbook_sessionlog"] == 5
    assert "each the same" in capsys.readouterr().out


# --- what is caught before anything is wiped ---------------------------------------------------


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path):
    path.write_bytes(b"")


def flipped(path):
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def lengthened(path):
    path.write_bytes(path.read_bytes() + b"\0\0\0\x10" + b"x" * 16)


def without_last_chunk(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"}\n") + 2])


@pytest.mark.parametrize("spoil", [cut, emptied, flipped, lengthened, without_last_chunk])
def test_a_spoilt_backup_is_refused_and_nothing_is_touched(practice, spoil):
    path = back_up(now=NOW, reason="test").path
    spoil(path)

    with pytest.raises(CommandError):
        call_command("restore", str(path), "--replace")
    with pytest.raises(ArchiveUnreadable):
        restore(path, replace=True)

    assert SessionLog.objects.count() == 4


@pytest.mark.requirement("CRY-07")
def test_without_its_key_a_backup_is_refused_and_nothing_is_touched(practice, use_keys):  # noqa: F811
    path = back_up(now=NOW, reason="test").path
    use_keys(key_line(1, "b"))

    with pytest.raises(ArchiveWithoutKey, match="key file of that time"):
        restore(path, replace=True)

    assert SessionLog.objects.count() == 4


def test_a_backup_of_nobody_is_none(transactional_db, backup_folder):
    with pytest.raises(ArchiveEmpty):
        back_up(now=NOW, reason="test")

    assert list(backup_folder.iterdir()) == []


def test_a_backup_of_a_newer_release_is_refused(practice, monkeypatch):
    made = back_up(now=NOW, reason="test")
    newer = [*made.contents.manifest.migrations, ("logbook", "9999_tomorrow")]
    manifest = replace(made.contents.manifest, migrations=newer)
    checked = replace(made.contents, manifest=manifest)
    monkeypatch.setattr(restores, "check_archive", lambda _path: checked)

    with pytest.raises(SchemaRefused, match=r"newer release.*9999_tomorrow"):
        restore(made.path, replace=True)

    assert SessionLog.objects.count() == 4


def test_a_table_that_no_backup_would_carry_stops_it(practice):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (id integer)")
    try:
        with pytest.raises(SchemaRefused, match="forgotten"):
            back_up(now=NOW, reason="test")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE forgotten")


def test_a_row_that_comes_out_differently_undoes_the_restore(practice, monkeypatch):
    made = back_up(now=NOW, reason="test")
    load = restores.load

    def one_short(connection, table, lines):
        rows = list(lines)
        load(connection, table, rows[:-1] if table.name == "logbook_suggestion" else rows)

    monkeypatch.setattr(restores, "load", one_short)

    with pytest.raises(NotEqual, match="logbook_suggestion"):
        restore(made.path, replace=True)

    connection.close()
    assert SessionLog.objects.count() == 4


# --- the file and its folder -------------------------------------------------------------------


@pytest.mark.requirement("CRY-07")
def test_nothing_readable_is_in_the_file(practice):
    path = back_up(now=NOW, reason="test").path

    assert practice.user.email.encode() not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_sign_ins_do_not_come_back_to_life(practice, client):
    client.force_login(practice.user)

    names = {each.table.name for each in back_up(now=NOW, reason="test").contents.summaries}

    assert client.session.get_model_class()._meta.db_table not in names
    assert "people_user" in names


def test_a_backup_sees_one_moment_while_others_write(practice, monkeypatch):
    """Between the first and the last table somebody saves: of that nothing is in the backup."""
    from alliance.upkeep.archive import contents

    lines, saved = contents.lines, []

    def lines_meanwhile(reading, table):
        if not saved and table.name == "logbook_client":
            saved.append(make.log(of=SessionLog.objects.first().client))
        return lines(reading, table)

    monkeypatch.setattr(contents, "lines", lines_meanwhile)

    made = back_up(now=NOW, reason="test")

    assert saved
    assert {s.table.name: s.rows for s in made.contents.summaries}["logbook_sessionlog"] == 4


def test_the_newest_nightly_ones_are_kept_and_others_are_left_alone(backup_folder, settings):
    settings.BACKUP_KEEP = 2
    backup_folder.mkdir()
    for day in (1, 2, 3, 4):
        (backup_folder / f"alliance-2026-11-0{day}T030000-nightly.backup").touch()
    (backup_folder / "alliance-2026-10-01T030000-by-hand.backup").touch()

    discard_old()

    assert sorted(path.name[9:19] for path in backup_folder.iterdir()) == [
        "2026-10-01",
        "2026-11-03",
        "2026-11-04",
    ]


def test_a_backup_is_remembered_with_its_size(practice):
    made = back_up(now=NOW, reason="test")

    row = Backup.objects.get()
    assert (row.name, row.size_bytes, row.rows) == (
        made.path.name,
        made.path.stat().st_size,
        made.rows,
    )
    assert connections["default"].vendor == made.contents.manifest.vendor
