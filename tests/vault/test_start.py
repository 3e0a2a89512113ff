from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from alliance.vault.errors import KeysUnusable, WrongKey
from alliance.vault.models import KeyCheck
from alliance.vault.queries import verify_keys
from alliance.vault.sealing import seal
from alliance.vault.services import remember_keys
from alliance.vault.start import refuse_without_keys
from tests.vault.conftest import key_line

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("CRY-04")]


@pytest.fixture(autouse=True)
def new_database(db):
    KeyCheck.objects.all().delete()


def test_a_new_database_remembers_its_key_and_starts():
    remember_keys()

    verify_keys()


def test_remembering_again_changes_nothing():
    remember_keys()
    before = list(KeyCheck.objects.values())

    remember_keys()

    assert list(KeyCheck.objects.values()) == before


def test_a_database_that_remembers_no_key_does_not_start():
    with pytest.raises(WrongKey, match="vault_check"):
        verify_keys()


def test_another_key_does_not_start_and_is_not_remembered(use_keys):
    remember_keys()
    use_keys(key_line(1, "b"))

    with pytest.raises(WrongKey, match="original key file"):
        verify_keys()
    with pytest.raises(WrongKey, match="original key file"):
        remember_keys()


def test_another_key_is_not_remembered_beside_the_right_one(use_keys):
    remember_keys()
    use_keys(key_line(1, "b"), key_line(2, "c"))

    with pytest.raises(WrongKey):
        remember_keys()

    assert KeyCheck.objects.count() == 1


def test_a_key_that_went_missing_does_not_start(use_keys):
    use_keys(key_line(1, "a"), key_line(2, "b"))
    remember_keys()
    use_keys(key_line(2, "b"))

    with pytest.raises(WrongKey, match="version 1"):
        verify_keys()


def test_a_second_key_is_remembered_next_to_the_first(use_keys):
    remember_keys()
    use_keys(key_line(1, "a"), key_line(2, "b"))

    remember_keys()

    assert set(KeyCheck.objects.values_list("version", flat=True)) == {1, 2}
    verify_keys()


def test_each_of_two_keys_must_be_the_right_one(use_keys):
    use_keys(key_line(1, "a"), key_line(2, "b"))
    remember_keys()
    use_keys(key_line(1, "x"), key_line(2, "b"))

    with pytest.raises(WrongKey, match="version 1"):
        verify_keys()


def test_no_key_file_does_not_start(key_file):
    key_file.unlink()

    with pytest.raises(KeysUnusable, match="no key file"):
        verify_keys()


def test_a_sealed_database_that_forgot_its_key_takes_no_new_one(kept_note, key, place, monkeypatch):
    monkeypatch.setattr("alliance.vault.queries.apps", kept_note._meta.apps)
    kept_note.objects.create(id=1, words=seal("words", key=key, place=place))

    with pytest.raises(WrongKey, match="remembers no key"):
        remember_keys()

    assert not KeyCheck.objects.exists()


def test_rows_without_words_do_not_make_a_database_sealed(kept_note, monkeypatch):
    monkeypatch.setattr("alliance.vault.queries.apps", kept_note._meta.apps)
    kept_note.objects.create(id=1)

    remember_keys()

    assert KeyCheck.objects.count() == 1


def test_vault_check_says_that_the_keys_fit():
    said = StringIO()

    call_command("vault_check", stdout=said)

    assert "keys are those of this database" in said.getvalue()


def test_vault_check_fails_with_another_key(use_keys):
    call_command("vault_check", stdout=StringIO())
    use_keys(key_line(1, "b"))

    with pytest.raises(CommandError, match="original key file"):
        call_command("vault_check")


@pytest.mark.django_db(transaction=True)
def test_a_server_starts_with_the_right_key_only(use_keys):
    remember_keys()

    refuse_without_keys()
    use_keys(key_line(1, "b"))
    with pytest.raises(WrongKey):
        refuse_without_keys()
