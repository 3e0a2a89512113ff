"""The ledger of destroyed data keys: a file beside the database that no restore brings back.

A backup still holds the wrapped keys of those who were erased after it was made. Whoever restores
one reads the ledger and destroys the same keys again. It names rows by id and says nothing else.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True)
class Destroyed:
    """Whose key, and when."""

    clinic_id: UUID
    owner_id: UUID
    at: datetime


def write_down(*, clinic_id: UUID, owner_id: UUID, at: datetime) -> None:
    """Add a line, on disk before this returns. Call it before the key is destroyed for good.

    Raises OSError where it can't be written: then the key must stay.
    """
    path = _ledger()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    values = {"clinic": str(clinic_id), "owner": str(owner_id), "at": at.isoformat()}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, f"{json.dumps(values)}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def destroyed_keys() -> Iterator[Destroyed]:
    """Every line, the oldest first. One that a crash cut short is nothing that was done."""
    path = _ledger()
    if not path.exists():
        return
    for line in path.read_text().splitlines():
        try:
            values = json.loads(line)
            yield Destroyed(
                clinic_id=UUID(values["clinic"]),
                owner_id=UUID(values["owner"]),
                at=datetime.fromisoformat(values["at"]),
            )
        except (ValueError, KeyError, TypeError):
            continue


def _ledger() -> Path:
    return Path(settings.ERASURE_LEDGER)
