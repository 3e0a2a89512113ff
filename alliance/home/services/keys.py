"""Rotating the keys outside the database, with a line in every clinic's trail."""

from collections.abc import Callable

from alliance.people.services.commands import note_everywhere
from alliance.vault.rotating import add_key, retire_key, rewrap_all


def rotate(*, told: Callable[[int], None]) -> int:
    """Wrap every data key with the newest key outside; how many there were."""
    rows = rewrap_all(told=told)
    note_everywhere("rotated keys")
    return rows


def add() -> int:
    """A new key outside; its version. Raises KeysUnusable."""
    version = add_key()
    note_everywhere("added a key")
    return version


def retire(version: int) -> None:
    """Raises StillNeeded, KeysUnusable."""
    retire_key(version)
    note_everywhere("retired a key")
