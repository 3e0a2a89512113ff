"""One command that proves that a backup can be restored, and says so when it can't."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from alliance.logbook.models import Reflection
from alliance.upkeep.models import Backup

pytestmark = [pytest.mark.requirement("REL-13"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _settings_of_the_copy(monkeypatch):
    """The copy is looked over in a process of its own, whose database is the one it is given."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "alliance.settings")


def test_a_drill_restores_elsewhere_opens_words_and_signs_in(practice, capfd):
    call_command("drill")

    said = capfd.readouterr().out
    assert "texts opened: 1 tried, 0 failed" in said
    assert "signed in: 1 tried, 0 failed" in said
    assert "The drill succeeded." in said
    assert Backup.objects.count() == 1


def test_words_that_no_longer_open_fail_the_drill(practice, capfd):
    row = Reflection.objects.get()
    spoilt = bytes(row.text)[:-1] + bytes([bytes(row.text)[-1] ^ 1])
    Reflection.objects.update(text=spoilt)

    with pytest.raises(CommandError, match="drill failed"):
        call_command("drill")

    assert "texts opened: 1 tried, 1 failed" in capfd.readouterr().out


def test_what_changes_the_copy_refuses_anything_else(practice):
    assert "drill" not in str(connection.settings_dict["NAME"])

    with pytest.raises(CommandError, match="copy of a drill only"):
        call_command("drill", "--look-over-the-copy")
