"""A box is closed by anyone and opened by one."""

import pytest

from alliance.vault.boxes import close_box, new_box_keys, open_box
from alliance.vault.errors import Unreadable

WORDS = "A canary, kept on a train. 🚆".encode()


@pytest.fixture(scope="module")
def keys():
    return new_box_keys()


def test_what_was_put_in_comes_out(keys):
    box = close_box(WORDS, public=keys.public, bound_to="member form")

    assert WORDS not in box
    assert open_box(box, private=keys.private, bound_to="member form") == WORDS


def test_a_box_opens_for_its_own_form_only(keys):
    box = close_box(WORDS, public=keys.public, bound_to="member form")

    with pytest.raises(Unreadable):
        open_box(box, private=keys.private, bound_to="member another form")


def test_a_box_for_one_does_not_open_for_another(keys):
    box = close_box(WORDS, public=new_box_keys().public, bound_to="member form")

    with pytest.raises(Unreadable):
        open_box(box, private=keys.private, bound_to="member form")


@pytest.mark.parametrize("at", [0, 30, 70, -1])
def test_one_changed_bit_is_noticed(keys, at):
    box = bytearray(close_box(WORDS, public=keys.public, bound_to="x"))
    box[at] ^= 1

    with pytest.raises(Unreadable):
        open_box(bytes(box), private=keys.private, bound_to="x")


def test_what_is_no_box_is_unreadable(keys):
    for odd in (b"", b"\4" * 65, b"x" * 200):
        with pytest.raises(Unreadable):
            open_box(odd, private=keys.private, bound_to="x")


def test_the_private_half_is_not_printed(keys):
    assert keys.private not in repr(keys)
