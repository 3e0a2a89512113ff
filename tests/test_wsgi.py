import runpy

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from alliance.upkeep.services.start import WrongSchema
from alliance.vault.errors import WrongKey
from alliance.vault.models import KeyCheck
from alliance.vault.services import remember_keys

# It gives its connection back, and a test's own transaction would go with it.
pytestmark = pytest.mark.django_db(transaction=True)


def test_the_web_server_starts_with_the_keys_of_its_database():
    remember_keys()

    assert "application" in runpy.run_module("alliance.wsgi")


def test_the_web_server_does_not_start_without_them():
    KeyCheck.objects.all().delete()

    with pytest.raises(WrongKey):
        runpy.run_module("alliance.wsgi")


@pytest.mark.requirement("REL-12")
def test_the_web_server_does_not_start_on_the_tables_of_an_older_release():
    remember_keys()
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("upkeep", "0001_backups")
    try:
        with pytest.raises(WrongSchema, match=r"older release.*upkeep\.0001_backups.*prepare"):
            runpy.run_module("alliance.wsgi")
    finally:
        recorder.record_applied("upkeep", "0001_backups")


@pytest.mark.requirement("REL-12")
def test_the_web_server_does_not_start_on_the_tables_of_a_newer_release():
    remember_keys()
    recorder = MigrationRecorder(connection)
    recorder.record_applied("logbook", "9999_tomorrow")
    try:
        with pytest.raises(WrongSchema, match=r"newer release.*9999_tomorrow"):
            runpy.run_module("alliance.wsgi")
    finally:
        recorder.record_unapplied("logbook", "9999_tomorrow")
