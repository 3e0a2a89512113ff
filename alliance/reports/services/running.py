"""What the worker does with exports: make one, and take away what has had its time."""

import errno
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import IO, cast

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import Nobody, note
from alliance.jobs.services import queue
from alliance.jobs.services.heart import Heart, Interrupted, Progress, Stopped
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.reports.orders import is_allowed, order_of
from alliance.reports.services.asking import take_away
from alliance.reports.storage import (
    UNFINISHED,
    chunks_of,
    file_name,
    new_file,
    new_file_key,
    opened_file_key,
    remove_file,
    stored_names,
)
from alliance.walls.whose import in_clinic
from alliance.web.mail import send_when_done
from alliance.web.replica import told_where_it_reads

NO_RIGHT, DISK_FULL, BROKEN = "no_right", "disk_full", "broken"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

log = logging.getLogger("alliance.jobs")


def run_next(*, is_stopping: Callable[[], bool]) -> Export | None:
    """Make the export that waits longest; None when none waits."""
    rows = Export.objects.select_related("author__clinic", "author__user")
    queue.reap(Export.objects.all(), now=timezone.now())
    export: Export | None = queue.take_next(rows, now=timezone.now())
    if export is None:
        return None
    _run(export, is_stopping=is_stopping)
    return export


def remove_outlived(now: datetime) -> int:
    """Take away the files that have had their time, and what a killed worker left behind."""
    gone = 0
    for export in Export.objects.outlived(now=now):
        with transaction.atomic():
            if take_away(export, now=now):
                note("removed", export, by=Nobody(export.clinic_id))
                gone += 1
    for export in Export.objects.with_old_upload(now=now):
        Export.objects.filter(pk=export.pk).update(upload="", upload_wrapped=None)
    _sweep()
    return gone


def _sweep() -> None:
    """Files first, then rows, running ones before finished ones: whatever becomes whole meanwhile
    is known to one of the two, as a try takes its lease before it opens its file.
    """
    stored = stored_names()
    running = list(Export.objects.filter(state=Export.State.RUNNING).values_list("pk", "lease"))
    finished = set(Export.objects.with_file().values_list("file", flat=True))
    begun = {file_name(pk, lease) for pk, lease in running if lease}
    sent = set(Export.objects.exclude(upload="").values_list("upload", flat=True))
    wanted = finished | sent | begun | {f"{name}{UNFINISHED}" for name in begun}
    for name in stored - wanted:
        remove_file(name)


def _may_run(export: Export, kind: Kind) -> bool:
    """The right is asked for again: it may have ended while the export waited."""
    is_approved = export.approver_id is not None or not kind.needs_approval(export.author.clinic)
    return is_approved and is_allowed(export)


def _run(export: Export, *, is_stopping: Callable[[], bool]) -> None:
    try:
        kind = kind_named(export.kind)
        if kind is None or not _may_run(export, kind):
            _fail(export, NO_RIGHT)
            return
        with Heart(export, is_stopping=is_stopping) as progress:
            made = _write(export, kind, progress)
    except Stopped:
        return
    except Interrupted:
        queue.give_back(export, jobs=Export.objects.all())
        return
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the next one goes on
        has_no_room = isinstance(error, OSError) and error.errno in NO_ROOM
        # Neither message nor traceback: both could carry what somebody wrote.
        log.error("An export failed: %s", type(error).__qualname__)
        _fail(export, DISK_FULL if has_no_room else BROKEN)
        return
    if not _finish(export, made=made, rows=progress.done):
        remove_file(made.name)


@dataclass(frozen=True, kw_only=True)
class Made:
    name: str
    wrapped: bytes
    size_bytes: int
    behind_seconds: int | None


def _write(export: Export, kind: Kind, progress: Progress) -> Made:
    """Make the file under a key of its own, which nobody has once the row is gone."""
    if export.lease is None:
        raise Stopped
    name = file_name(export.pk, export.lease)
    wrapped = new_file_key(export)
    with new_file(name, key=opened_file_key(export, wrapped), export_id=export.pk) as out:
        order = replace(order_of(export), upload=_upload_of(export))
        with in_clinic(export.clinic_id), told_where_it_reads() as reading:
            kind.write(order, cast("IO[bytes]", out), progress)
        # Stopped in the last moment: nothing gets its name.
        progress.check()
    behind = None if reading.behind_seconds is None else ceil(reading.behind_seconds)
    return Made(name=name, wrapped=wrapped, size_bytes=out.count, behind_seconds=behind)


def _upload_of(export: Export) -> bytes:
    """Raises FileNotFoundError, Unreadable."""
    if not export.upload or export.upload_wrapped is None:
        return b""
    key = opened_file_key(export, bytes(export.upload_wrapped))
    return b"".join(chunks_of(export.upload, key=key, export_id=export.pk))


@transaction.atomic
def _finish(export: Export, *, made: Made, rows: int) -> bool:
    now = timezone.now()
    is_ours = queue.settle(
        export,
        jobs=Export.objects.all(),
        state=Export.State.DONE,
        now=now,
        rows_done=rows,
        rows_total=rows,
        file=made.name,
        file_bytes=made.size_bytes,
        read_behind_seconds=made.behind_seconds,
        wrapped=made.wrapped,
        expires_at=now + timedelta(hours=export.author.clinic.export_life_hours),
        removed_at=None,
    )
    if is_ours:
        note("made", export, by=Nobody(export.clinic_id))
        _mail(export, "ready")
    return is_ours


@transaction.atomic
def _fail(export: Export, why: str) -> None:
    rows = Export.objects.all()
    state = Export.State.FAILED
    if queue.settle(export, jobs=rows, state=state, now=timezone.now(), failure=why):
        note("failed", export, by=Nobody(export.clinic_id))
        _mail(export, "failed")


def _mail(export: Export, name: str) -> None:
    context = {"clinic": export.author.clinic}
    send_when_done(f"reports/mail/{name}", to=export.author.user.email, context=context)
