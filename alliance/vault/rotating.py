"""Changing the keys outside: add one, wrap every data key with it, retire the one before.

Nothing stops meanwhile. A data key opens with whatever key outside wrapped it, so readers find
every text at every moment, and a rotation that was broken off goes on where it stopped.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models, transaction

from alliance.vault.data_keys import rewrap
from alliance.vault.envelope import FORMAT, HEADER, NONCE_BYTES, TAG_BYTES
from alliance.vault.errors import KeysUnusable
from alliance.vault.fields import WrappedKeyField
from alliance.vault.key_file import read_private, replace_private
from alliance.vault.keys import key_ring, lock_file, new_key_line
from alliance.vault.models import KeyCheck
from alliance.vault.services import remember_keys

BATCH = 200


class StillNeeded(Exception):
    """Data keys are wrapped with this version, or it is the only one."""

    def __init__(self, version: int, *, rows: int) -> None:
        super().__init__(f"Key version {version} still wraps {rows} data keys.")
        self.version, self.rows = version, rows


def add_key() -> int:
    """Add a key to the key file; its version. From now on it wraps what is new.

    Raises KeysUnusable where the keys come from the environment, which only its owner can change.
    """
    path = _key_file()
    version = key_ring().newest + 1
    text = read_private(path)
    replace_private(path, text + ("" if text.endswith("\n") else "\n") + new_key_line(version))
    remember_keys()
    return version


def rewrap_all(*, told: Callable[[int], None] = lambda _rows: None) -> int:
    """Wrap every data key with the newest key outside; how many there were. `told` after a batch.

    Each batch is a transaction: killed anywhere, it goes on with what is left.
    """
    # Adding a key may have been killed between the file and the database.
    remember_keys()
    done = 0
    for model, field in data_key_fields():
        while rows := _rewrap_batch(model, field):
            done += rows
            told(done)
    return done


def retire_key(version: int) -> None:
    """Forget a key version that wraps nothing any more.

    Its line goes to a file beside the key file, because backups made before need it. Raises
    StillNeeded, and KeysUnusable if there is no such version.
    """
    ring = key_ring()
    if version not in ring.versions:
        raise KeysUnusable(f"There is no key version {version}.")
    rows = wrapped_with(version)
    if rows or version == ring.newest:
        raise StillNeeded(version, rows=rows)
    path = None if settings.VAULT_KEYS else _key_file()
    # The one that stays, or the database would remember none and nothing would start any more.
    remember_keys()
    # First here: a start between the two steps finds a key too many, which it forgives.
    KeyCheck.objects.filter(version=version).delete()
    if path:
        _take_line_out(version, path=path)


def wrapped_with(version: int) -> int:
    """How many data keys this version wraps."""
    below = {"lt": _first_of(version + 1), "gte": _first_of(version)}
    return sum(
        model._base_manager.filter(
            **{f"{field.name}__{how}": value for how, value in below.items()}
        ).count()
        for model, field in data_key_fields()
    )


def data_key_fields() -> Iterator[tuple[type[models.Model], WrappedKeyField]]:
    """Every column of the installation that holds data keys."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, WrappedKeyField) and field.purpose:
                yield model, field


@transaction.atomic
def _rewrap_batch(model: type[models.Model], field: WrappedKeyField) -> int:
    older = {f"{field.name}__lt": _first_of(key_ring().newest)}
    rows = model._base_manager.select_for_update(of=("self",)).filter(**older)[:BATCH]
    batch: list[models.Model] = list(rows)
    for row in batch:
        wrapped = rewrap(
            getattr(row, field.name),
            clinic_id=row.clinic_id,  # type: ignore[attr-defined]
            owner_id=row.pk,
            purpose=field.purpose,
        )
        setattr(row, field.name, wrapped)
        row.save(update_fields=[field.name])
    return len(batch)


def _first_of(version: int) -> bytes:
    """The smallest envelope of a version: bytes sort by it, so the database can compare."""
    return HEADER.pack(FORMAT, version) + bytes(NONCE_BYTES + TAG_BYTES)


def _key_file() -> Path:
    if settings.VAULT_KEYS:
        raise KeysUnusable(
            "The keys come from VAULT_KEYS. Add a line with a higher version there, restart, "
            "and run this again."
        )
    if lock_file().exists():
        raise KeysUnusable(
            "A passphrase locks the keys. Take it off (manage.py passphrase --remove), rotate, and "
            "set it again."
        )
    return Path(settings.VAULT_KEY_FILE)


def _take_line_out(version: int, *, path: Path) -> None:
    kept: list[str] = []
    retired: list[str] = []
    for line in read_private(path).splitlines(keepends=True):
        (retired if line.split(" ")[0] == str(version) else kept).append(line)
    beside = retired_file(path)
    earlier = read_private(beside) if beside.exists() else ""
    replace_private(beside, earlier + "".join(retired))
    replace_private(path, "".join(kept))


def retired_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.retired")
