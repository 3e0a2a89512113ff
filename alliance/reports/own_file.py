"""A file of My data, read back: checked whole before anything is brought in."""

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID
from zipfile import BadZipFile, ZipFile

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.entries import LogEntry, StrainEntry

FORMAT = "alliance-own-data-1"
MOST_BYTES_UNPACKED = 512 * 1024 * 1024
WANTED = ("clients", "absences", "sessions", "reflections", "ruptures", "rupture_steps")

type Record = dict[str, Any]


class NotOwnData(Exception):
    """The file is no whole, unchanged file of My data of this version."""


@dataclass(frozen=True, kw_only=True)
class KeptSession:
    """A session to bring in. `opens`: the rupture it marked, by its old id; `takes_up`: others."""

    submission: UUID
    entry: LogEntry
    opens: str
    takes_up: Mapping[str, StrainEntry]


@dataclass(frozen=True, kw_only=True)
class KeptClient:
    code: str
    started_on: date
    sessions_before: int
    contexts: tuple[str, ...]
    closed_on: date | None
    closing_reason: str
    absences: tuple[Record, ...] = ()
    sessions: tuple[KeptSession, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """`in_trash`: clients and sessions that lay in the trash, and are left out."""

    clients: tuple[KeptClient, ...]
    in_trash: int

    @property
    def sessions(self) -> int:
        return sum(len(client.sessions) for client in self.clients)


def read_own_file(content: bytes) -> OwnFile:
    """Raises NotOwnData, without a word of what was in it."""
    try:
        rows = _rows(content)
        return _put_together(rows)
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise NotOwnData


def _rows(content: bytes) -> dict[str, list[Record]]:
    with ZipFile(io.BytesIO(content)) as package:
        if sum(info.file_size for info in package.infolist()) > MOST_BYTES_UNPACKED:
            raise NotOwnData
        manifest = json.loads(package.read("manifest.json"))
        if manifest["format"] != FORMAT:
            raise NotOwnData
        told = {each["name"]: each["sha256"] for each in manifest["files"]}
        return {name: _part(package, f"{name}.jsonl", told) for name in WANTED}


def _part(package: ZipFile, name: str, told: Mapping[str, str]) -> list[Record]:
    content = package.read(name)
    if hashlib.sha256(content).hexdigest() != told[name]:
        raise NotOwnData
    return [json.loads(line) for line in content.splitlines()]


def _put_together(rows: Mapping[str, list[Record]]) -> OwnFile:
    kept = [row for row in rows["clients"] if not row["trashed_at"]]
    logs = [row for row in rows["sessions"] if not row["trashed_at"]]
    known = {row["id"] for row in kept}
    told = _Told(rows)
    by_client: dict[str, list[Record]] = defaultdict(list)
    for row in logs:
        if row["client_id"] in known:
            by_client[row["client_id"]].append(row)
    clients = tuple(
        _client(row, logs=by_client[row["id"]], told=told, absences=rows["absences"])
        for row in kept
    )
    left_out = len(rows["clients"]) - len(kept) + len(rows["sessions"]) - len(logs)
    return OwnFile(clients=clients, in_trash=left_out)


def _client(
    row: Record, *, logs: list[Record], told: "_Told", absences: list[Record]
) -> KeptClient:
    in_order = sorted(logs, key=lambda log: (log["held_on"], log["started_at"] or "", log["id"]))
    return KeptClient(
        code=row["code"],
        started_on=date.fromisoformat(row["started_on"]),
        sessions_before=int(row["sessions_before"]),
        contexts=tuple(row["contexts"]),
        closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
        closing_reason=row["closing_reason"],
        absences=tuple(each for each in absences if each["client_id"] == row["id"]),
        sessions=tuple(told.session(log) for log in in_order),
    )


class _Told:
    """What the other files say of a session, by its old id."""

    def __init__(self, rows: Mapping[str, list[Record]]) -> None:
        self.reflections = {row["log_id"]: row["text"] or "" for row in rows["reflections"]}
        self.ruptures = {row["id"]: row for row in rows["ruptures"]}
        self.steps: dict[str, list[Record]] = defaultdict(list)
        for row in rows["rupture_steps"]:
            self.steps[row["log_id"]].append(row)

    def session(self, row: Record) -> KeptSession:
        opening = {
            rupture_id: step
            for rupture_id, step in self._steps(row)
            if self._opens(rupture_id, row)
        }
        opens = next(iter(opening), "")
        return KeptSession(
            submission=UUID(row["submission"]),
            entry=_entry(
                row, reflection=self.reflections.get(row["id"], ""), rupture=opening.get(opens)
            ),
            opens=opens,
            takes_up={
                rupture_id: step
                for rupture_id, step in self._steps(row)
                if not self._opens(rupture_id, row)
            },
        )

    def _steps(self, row: Record) -> Iterator[tuple[str, StrainEntry]]:
        for step in self.steps[row["id"]]:
            yield step["rupture_id"], _strain(step, kind=self.ruptures[step["rupture_id"]]["kind"])

    def _opens(self, rupture_id: str, row: Record) -> bool:
        return bool(self.ruptures[rupture_id]["opened_in_id"] == row["id"])


def _entry(row: Record, *, reflection: str, rupture: StrainEntry | None) -> LogEntry:
    if row["edition"] != CURRENT_EDITION:
        raise NotOwnData
    checklist(CURRENT_EDITION).check_ratings(row["ratings"])
    return LogEntry(
        held_on=date.fromisoformat(row["held_on"]),
        started_at=time.fromisoformat(row["started_at"]) if row["started_at"] else None,
        minutes=int(row["minutes"]),
        setting=row["setting"],
        form=row["form"],
        contexts=tuple(row["contexts"]),
        ratings=row["ratings"],
        reflection=reflection,
        shared_note=row["shared_note"] or "",
        intention=row["intention"] or "",
        intention_card=row["intention_card"],
        for_supervision=bool(row["for_supervision"]),
        supervision_question=row["supervision_question"] or "",
        last_intention=row["last_intention"],
        rupture=rupture,
    )


def _strain(step: Record, *, kind: str) -> StrainEntry:
    return StrainEntry(
        kind=kind,
        status=step["status"],
        what_happened=step["what_happened"] or "",
        may_have_felt=tuple(step["may_have_felt"]),
        strand=step["strand"],
        noticed_by=step["noticed_by"],
        repair_steps=tuple(step["repair_steps"]),
        client_response=step["client_response"] or "",
        next_step=step["next_step"] or "",
        take_to_supervision=bool(step["take_to_supervision"]),
    )
