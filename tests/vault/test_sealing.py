import sys
from dataclasses import replace
from uuid import UUID

import pytest
from django.views.debug import ExceptionReporter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance.vault.data_keys import new_data_key, unwrap
from alliance.vault.errors import NotText, Unreadable, WrongKey
from alliance.vault.sealing import seal, unseal
from tests.vault.conftest import CLIENT, CLINIC

CANARY = "canary-on-the-lamp"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_words_come_back_as_they_were(key, place, text):
    assert unseal(seal(text, key=key, place=place), key=key, place=place) == text


@pytest.mark.parametrize(
    "text", ["", "\0", "a\0b", "👩🏽‍⚕️ ünd 한글", "x" * 1_000_000, "\r\n\u2028"]
)
def test_unusual_words_come_back_as_they_were(key, place, text):
    assert unseal(seal(text, key=key, place=place), key=key, place=place) == text


def test_a_column_that_came_back_as_a_memoryview_opens(key, place):
    sealed = memoryview(seal(CANARY, key=key, place=place))

    assert unseal(sealed, key=key, place=place) == CANARY


@pytest.mark.parametrize(
    "moved",
    [
        {"table": "comment"},
        {"column": "heading"},
        {"clinic_id": UUID(int=9)},
        {"row_id": UUID(int=9)},
        {"author_id": 9},
        {"table": "reflectionw", "column": "ords"},
    ],
    ids=str,
)
def test_words_open_only_in_their_place(key, place, moved):
    sealed = seal(CANARY, key=key, place=place)

    with pytest.raises(Unreadable):
        unseal(sealed, key=key, place=replace(place, **moved))


def test_words_swapped_between_two_rows_open_in_neither(key, place):
    other = replace(place, row_id=UUID(int=8))
    mine, theirs = seal("mine", key=key, place=place), seal("theirs", key=key, place=other)

    for sealed, where in ((theirs, place), (mine, other)):
        with pytest.raises(Unreadable):
            unseal(sealed, key=key, place=where)


def test_words_of_one_client_do_not_open_with_the_key_of_another(key, place):
    sealed = seal(CANARY, key=key, place=place)
    wrapped = new_data_key(clinic_id=CLINIC, owner_id=CLIENT)
    other = unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)

    with pytest.raises(Unreadable):
        unseal(sealed, key=other, place=place)


def test_any_flipped_bit_makes_words_unreadable(key, place):
    sealed = seal(CANARY, key=key, place=place)

    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Unreadable):
            unseal(bytes(changed), key=key, place=place)


@pytest.mark.parametrize("length", [0, 1, 3, 15, 30, 31])
def test_cut_off_bytes_are_unreadable(key, place, length):
    sealed = seal(CANARY, key=key, place=place)

    with pytest.raises(Unreadable):
        unseal(sealed[:length], key=key, place=place)


def test_plain_text_in_the_column_is_never_shown(key, place):
    with pytest.raises(Unreadable):
        unseal(CANARY.encode() * 9, key=key, place=place)


def test_the_same_words_never_look_the_same_twice(key, place):
    assert seal(CANARY, key=key, place=place) != seal(CANARY, key=key, place=place)


def test_sealed_words_are_not_in_the_bytes(key, place):
    assert CANARY.encode() not in seal(CANARY, key=key, place=place)


def test_an_earlier_version_of_the_data_key_says_wrong_key(key, place):
    wrapped = new_data_key(clinic_id=CLINIC, owner_id=CLIENT, version=2)
    newer = unwrap(wrapped, clinic_id=CLINIC, owner_id=CLIENT)

    with pytest.raises(WrongKey):
        unseal(seal(CANARY, key=key, place=place), key=newer, place=place)


def test_a_key_seals_for_its_own_clinic_only(key, place):
    with pytest.raises(ValueError, match="another clinic"):
        seal(CANARY, key=key, place=replace(place, clinic_id=UUID(int=9)))


def test_a_row_without_an_id_cannot_hold_sealed_words(key, place):
    with pytest.raises(TypeError):
        seal(CANARY, key=key, place=replace(place, row_id=None))


def test_half_a_character_is_refused_without_quoting_the_words(key, place):
    with pytest.raises(NotText) as refusal:
        seal(CANARY + "\ud800", key=key, place=place)

    assert CANARY not in str(refusal.value)
    assert refusal.value.__context__ is None


def sealed_in_another_place(key, place):
    sealed = seal(CANARY, key=key, place=place)
    unseal(sealed, key=key, place=replace(place, author_id=9))


def sealed_without_an_id(key, place):
    seal(CANARY, key=key, place=replace(place, row_id=None))


def sealed_half_a_character(key, place):
    seal(CANARY + "\ud800", key=key, place=place)


@pytest.mark.parametrize(
    "fail", [sealed_in_another_place, sealed_without_an_id, sealed_half_a_character]
)
def test_a_crash_report_shows_neither_words_nor_key(key, place, fail, caplog):
    try:
        fail(key, place)
    except (Unreadable, TypeError, NotText):
        reporter = ExceptionReporter(None, *sys.exc_info())

    frames = [f for f in reporter.get_traceback_frames() if f["filename"] != __file__]
    shown = repr([frame["vars"] for frame in frames]) + repr(reporter.exc_value) + caplog.text
    assert len(frames) > 2
    assert CANARY not in shown
    assert "AESGCM" not in shown
