"""Keeping session logs from before Alliance, or from another one, all at once."""

import uuid
from collections.abc import Sequence
from itertools import groupby
from typing import Protocol

from django.db import transaction

from alliance.audit.services import note
from alliance.catalogue.load import CURRENT_EDITION
from alliance.logbook.entries import LogEntry
from alliance.logbook.models import Client, Reflection, SessionLog
from alliance.logbook.sealing import key_of, sealed
from alliance.logbook.services.clients import add_client
from alliance.logbook.services.readings import freeze_prior, refresh_readings
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey

PLAIN = ("held_on", "started_at", "minutes", "setting", "form", "ratings")
SEALED = ("shared_note", "intention")


class FoundProblems(Exception):
    """A row can't be kept, so none is."""


class ImportedLine(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def session(self) -> int | None: ...
    @property
    def entry(self) -> LogEntry | None: ...
    @property
    def problems(self) -> tuple[str, ...]: ...


@transaction.atomic
def import_logs(lines: Sequence[ImportedLine], *, by: Membership) -> int:
    """All of them or, with an error, none; how many.

    Clients whose code is new are added, first seen at their first session. No card is offered for
    what is long over. Raises FoundProblems, CodeRefused, CodeTaken.
    """
    if any(line.problems or line.entry is None for line in lines):
        raise FoundProblems
    by_code = sorted(lines, key=lambda line: line.code)
    for code, group in groupby(by_code, key=lambda line: line.code):
        kept = sorted(group, key=_in_order)
        first = kept[0].session
        _keep(
            code,
            entries=[line.entry for line in kept if line.entry],
            sessions_before=first - 1 if first else 0,
            by=by,
        )
    note("imported sessions", by, by=by)
    return len(lines)


def _in_order(line: ImportedLine) -> tuple[object, ...]:
    entry = line.entry
    if entry is None:
        raise FoundProblems
    return (entry.held_on, entry.started_at is not None, str(entry.started_at or ""))


def _keep(code: str, *, entries: Sequence[LogEntry], sessions_before: int, by: Membership) -> None:
    first = entries[0].held_on
    own = Client.objects.of_clinician(by).select_related("key", "clinician")
    client = own.select_for_update(of=("self",)).filter(code=code).first()
    if client is None:
        client = add_client(by, code=code, started_on=first, sessions_before=sessions_before, by=by)
    if first < client.started_on:
        client.started_on = first
        client.save(update_fields=["started_on"])
    if client.prior is None:
        freeze_prior(client)
    key = key_of(client)
    logs = [_log(entry, client=client, key=key, by=by) for entry in entries]
    SessionLog.objects.bulk_create(logs)
    Reflection.objects.bulk_create(
        _reflection(log, text=entry.reflection, key=key)
        for log, entry in zip(logs, entries, strict=True)
        if entry.reflection
    )
    refresh_readings(client)
    note("imported", client, by=by)


def _log(entry: LogEntry, *, client: Client, key: DataKey, by: Membership) -> SessionLog:
    log = SessionLog(
        clinic_id=client.clinic_id,
        client=client,
        author=by,
        submission=uuid.uuid4(),
        edition=CURRENT_EDITION,
        sensitivity=by.sensitivity,
        contexts=list(client.contexts),
        **{name: getattr(entry, name) for name in PLAIN},
    )
    for name in SEALED:
        setattr(log, name, sealed(getattr(entry, name), row=log, column=name, key=key))
    return log


def _reflection(log: SessionLog, *, text: str, key: DataKey) -> Reflection:
    reflection = Reflection(clinic_id=log.clinic_id, log=log, author_id=log.author_id)
    reflection.text = sealed(text, row=reflection, column="text", key=key)
    return reflection
