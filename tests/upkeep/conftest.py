from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from alliance.vault.services import remember_keys
from tests import make

NOW = datetime(2026, 11, 19, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def backup_folder(tmp_path, monkeypatch):
    folder = tmp_path / "backups"
    monkeypatch.setattr(settings, "BACKUP_FOLDER", folder)
    return folder


@pytest.fixture
def practice(transactional_db):
    """A clinician with a client, two logs, a strain and words; committed, so that others see it."""
    remember_keys()
    member = make.member()
    client = make.client(of=member)
    make.series(client, count=3)
    make.log(of=client, reflection="Quietly glad.", rupture=make.rupture(what_happened="A silence"))
    return member


@pytest.fixture(autouse=True)
def _a_second_database(request, monkeypatch):
    """Django lets a test open the databases of the settings only; a restore goes to another."""
    if not {"db", "transactional_db"} & set(request.fixturenames):
        return
    allowed = BaseDatabaseWrapper.ensure_connection

    def ensure_connection(self):
        if self.alias == "default":
            allowed(self)
        elif self.connection is None:
            self.connect()

    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", ensure_connection)
