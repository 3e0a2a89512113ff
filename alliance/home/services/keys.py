"""Rotating the keys outside the database, with a line in every clinic's trail."""

from collections.abc import Callable

from alliance.audit.services import Nobody, note
from alliance.people.models import Clinic
from alliance.vault.rotating import add_key, retire_key, rewrap_all


def rotate(*, told: Callable[[int], None]) -> int:
    """Wrap every data key with the newest key outside; how many there were."""
    rows = rewrap_all(told=told)
    _note_everywhere("rotated keys")
    return rows


def add() -> int:
    """A new key outside; its version. Raises KeysUnusable."""
    version = add_key()
    _note_everywhere("added a key")
    return version


def retire(version: int) -> None:
    """Raises StillNeeded, KeysUnusable."""
    retire_key(version)
    _note_everywhere("retired a key")


def _note_everywhere(verb: str) -> None:
    for clinic in Clinic.objects.all():
        note(verb, clinic, by=Nobody(clinic_id=clinic.pk))
