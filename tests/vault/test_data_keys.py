import pickle
from uuid import UUID

import pytest

from alliance.vault.data_keys import new_data_key, rewrap, unwrap
from alliance.vault.envelope import version_of
from alliance.vault.errors import Unreadable, WrongKey
from alliance.vault.sealing import seal, unseal
from tests.vault.conftest import CLIENT, CLINIC, key_line


@pytest.fixture
def wrapped():
    return new_data_key(clinic_id=CLINIC, owner_id=CLIENT)


@pytest.mark.parametrize(
    "other",
    [
        {"clinic_id": UUID(int=9), "owner_id": CLIENT},
        {"clinic_id": CLINIC, "owner_id": UUID(int=9)},
        {"clinic_id": CLIENT, "owner_id": CLINIC},
        {"clinic_id": CLINIC, "owner_id": CLIENT, "purpose": "drafts"},
    ],
    ids=str,
)
def test_a_data_key_opens_for_its_owner_only(wrapped, other):
    with pytest.raises(Unreadable):
        unwrap(wrapped, **other)


def test_every_owner_gets_another_key(wrapped, place):
    again = new_data_key(clinic_id=CLINIC, owner_id=CLIENT)
    key = unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)
    other = unwrap(again, clinic_id=CLINIC, owner_id=CLIENT)

    with pytest.raises(Unreadable):
        unseal(seal("words", key=key, place=place), key=other, place=place)


def test_a_changed_wrapped_key_is_refused(wrapped):
    for position in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[position] ^= 1
        with pytest.raises(Unreadable):
            unwrap(bytes(changed), clinic_id=CLINIC, owner_id=CLIENT)


def test_another_key_outside_does_not_unwrap(wrapped, use_keys):
    use_keys(key_line(1, "b"))

    with pytest.raises(Unreadable):
        unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)


def test_two_versions_outside_both_unwrap_and_the_newest_wraps(wrapped, place, use_keys):
    sealed = seal("words", key=unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT), place=place)

    use_keys(key_line(2, "b"), key_line(1, "a"))

    newer = new_data_key(clinic_id=CLINIC, owner_id=CLIENT)
    old_key = unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)
    assert (version_of(wrapped), version_of(newer)) == (1, 2)
    assert unseal(sealed, key=old_key, place=place) == "words"
    assert unwrap(newer, clinic_id=CLINIC, owner_id=CLIENT).version == 1


def test_a_rewrapped_key_opens_the_same_words_without_the_old_key_outside(wrapped, place, use_keys):
    key = unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)
    sealed = seal("words", key=key, place=place)

    use_keys(key_line(1, "a"), key_line(2, "b"))
    rewrapped = rewrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)
    use_keys(key_line(2, "b"))

    key = unwrap(rewrapped, clinic_id=CLINIC, owner_id=CLIENT)
    assert unseal(sealed, key=key, place=place) == "words"
    with pytest.raises(WrongKey):
        unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)


def test_a_data_key_can_be_neither_printed_nor_pickled(key):
    assert "cipher" not in repr(key)
    with pytest.raises(TypeError):
        pickle.dumps(key)
