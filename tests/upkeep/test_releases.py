"""What an earlier release kept comes through every migration since, and its words still open.

The files are backups made by that release with the keys of the tests. `RELEASE=0.2.0 python -m
tests.upkeep.keep_release` adds one when a release is made.
"""

import json
from pathlib import Path

import pytest
from django.db import connections

from alliance.logbook.models import Reflection, SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import User
from alliance.upkeep.archive.contents import check_archive
from alliance.upkeep.archive.schema import missing_in
from alliance.upkeep.services.elsewhere import database
from alliance.upkeep.services.restores import restore_into

pytestmark = [pytest.mark.requirement("REL-12"), pytest.mark.django_db(transaction=True)]
FOLDER = Path(__file__).parent / "releases"
RELEASES = sorted(FOLDER.glob("*.backup"))


def test_there_is_a_release_to_upgrade_from():
    assert RELEASES


@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_data_of_a_release_is_upgraded_and_its_words_open(path, tmp_path, transactional_db):
    expected = json.loads(path.with_suffix(".json").read_text())

    with database(f"sqlite:///{tmp_path}/elsewhere.sqlite3") as alias:
        compared = restore_into(alias, path, contents=check_archive(path))

        assert missing_in(connections[alias]) == []
        rows = {each.table: each.rows for each in compared}
        assert {name: rows[name] for name in expected["rows"]} == expected["rows"]
        logs = SessionLog.objects.using(alias).order_by("pk")
        assert [log.ratings for log in logs] == expected["ratings"]
        reflections = Reflection.objects.using(alias).select_related("log__client__key")
        words = [opened(row, column="text", key=key_of(row.log.client)) for row in reflections]
        assert sorted(words) == expected["reflections"]
        assert User.objects.using(alias).count() == expected["rows"]["people_user"]
