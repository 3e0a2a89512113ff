import base64
from uuid import UUID

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from alliance.vault.data_keys import new_data_key, unwrap
from alliance.vault.fields import SealedField
from alliance.vault.sealing import Place

CLINIC = UUID(int=1)
CLIENT = UUID(int=2)


def key_line(version, letter):
    """A line of a key file whose key is 32 times the letter."""
    return f"{version} {base64.b64encode(letter.encode() * 32).decode()}\n"


@pytest.fixture
def use_keys(settings, tmp_path):
    """Give the installation a key file of these lines, in place of any earlier one."""
    numbers = iter(range(100))

    def use(*lines, mode=0o600):
        path = tmp_path / f"keys-{next(numbers)}"
        path.write_text("".join(lines))
        path.chmod(mode)
        settings.VAULT_KEYS = ""
        settings.VAULT_KEY_FILE = path
        return path

    return use


@pytest.fixture(autouse=True)
def key_file(use_keys):
    return use_keys(key_line(1, "a"))


@pytest.fixture
def key(key_file):
    wrapped = new_data_key(clinic_id=CLINIC, owner_id=CLIENT)
    return unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)


@pytest.fixture
def place():
    return Place("reflection", "words", clinic_id=CLINIC, row_id=UUID(int=3), author_id=4)


@pytest.fixture
def kept_note(db):
    """A table with a sealed column, as any package above the vault has."""
    with isolate_apps("alliance.vault"):

        class KeptNote(models.Model):  # noqa: DJ008
            id = models.IntegerField(primary_key=True)
            words = SealedField()

            class Meta:
                app_label = "vault"

    kind = KeptNote._meta.get_field("words").db_type(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE vault_keptnote (id integer PRIMARY KEY, words {kind})")
    return KeptNote
