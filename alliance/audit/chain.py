"""The hash chain: what a link's hash covers, and where checkpoints outside the database stand."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from alliance.audit.models import NOBODYS, Entry

BEGINNING = "0" * 64


@dataclass(frozen=True)
class Checkpoint:
    """How far a chain had come, as written down outside the database."""

    at: datetime
    chain: UUID
    number: int
    hash: str

    def line(self) -> str:
        return f"{self.at.isoformat()} {self.chain} {self.number} {self.hash}\n"


def chain_of(entry: Entry) -> UUID:
    return entry.clinic_id or NOBODYS


def hash_of(entry: Entry, *, number: int, before: str) -> str:
    """SHA-256 over the hash before, the place in the chain and every column of the entry."""
    told = [before, number, entry.pk, str(entry.clinic_id), str(entry.user_id), entry.verb]
    told += [entry.object_type, str(entry.object_id), entry.at.astimezone(UTC).isoformat()]
    told += [entry.role, entry.address, entry.request_id, entry.reason, entry.os_user]
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def write_down(checkpoints: list[Checkpoint], *, file: Path) -> None:
    """Added at the end of the file, and on the disk when this returns."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as out:
        out.writelines(checkpoint.line() for checkpoint in checkpoints)
        out.flush()
        os.fsync(out.fileno())


def written_down(file: Path) -> Iterator[Checkpoint]:
    """Of our own file, or of a mail of checkpoints that somebody saved as text."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line or line.startswith("#"):
                continue
            at, chain, number, digest = line.split()
            yield Checkpoint(datetime.fromisoformat(at), UUID(chain), int(number), digest)
