"""Where exports lie on disk: sealed, each with a key of its own, in a folder nobody serves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from django.conf import settings

from alliance.vault.data_keys import EXPORT_FILES, DataKey, new_data_key, unwrap
from alliance.vault.files import SealedWriter, open_sealed

UNFINISHED = ".part"


def folder() -> Path:
    path = Path(settings.EXPORT_FOLDER)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_name(export_id: UUID, lease: UUID) -> str:
    """One name per try: a worker that was given up for dead can't write over a later one's file."""
    return f"{export_id}.{lease}"


class Sealable(Protocol):
    """The row of an export, as far as its file needs to know it."""

    pk: UUID
    clinic_id: UUID


def new_file_key(export: Sealable) -> bytes:
    """A key for one file, wrapped, to be kept in the row of its export."""
    return new_data_key(clinic_id=export.clinic_id, owner_id=export.pk, purpose=EXPORT_FILES)


def opened_file_key(export: Sealable, wrapped: bytes) -> DataKey:
    """Raises WrongKey, Unreadable."""
    return unwrap(wrapped, clinic_id=export.clinic_id, owner_id=export.pk, purpose=EXPORT_FILES)


@contextmanager
def new_file(name: str, *, key: DataKey, export_id: UUID) -> Iterator[SealedWriter]:
    """A file that has its name only when it is whole and on disk; never half of one."""
    path = folder() / name
    unfinished = path.with_name(f"{name}{UNFINISHED}")
    try:
        with open(unfinished, "wb", opener=_private) as file:
            writer = SealedWriter(file, key=key, bound_to=_bound_to(export_id))
            yield writer
            writer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.rename(unfinished, path)
        _keep_names(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def chunks_of(name: str, *, key: DataKey, export_id: UUID) -> Iterator[bytes]:
    """The file as it was before it was sealed. Raises FileNotFoundError at once, Unreadable."""
    return _read((folder() / name).open("rb"), key=key, export_id=export_id)


def _read(file: IO[bytes], *, key: DataKey, export_id: UUID) -> Iterator[bytes]:
    with file:
        yield from open_sealed(file, key=key, bound_to=_bound_to(export_id))


def remove_file(name: str) -> None:
    """Take a file away; nothing if it is gone. Without its key, what lies on disk is noise."""
    if name:
        (folder() / name).unlink(missing_ok=True)


def upload_name(export_id: UUID) -> str:
    """Of a file that was sent along with an order."""
    return f"{export_id}.sent"


def stored_names() -> set[str]:
    """What lies in the folder, unfinished files too."""
    return {path.name for path in folder().iterdir()}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _keep_names(directory: Path) -> None:
    """Make the new name survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _bound_to(export_id: UUID) -> tuple[str, UUID]:
    return ("export", export_id)
