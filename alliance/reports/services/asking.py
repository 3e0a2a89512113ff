"""Asking for an export, stopping it, trying again, and a second person's decision about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from alliance.audit.services import note
from alliance.jobs.services import queue
from alliance.people.models import Membership
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.reports.orders import is_allowed, sealed_purpose
from alliance.reports.storage import (
    new_file,
    new_file_key,
    opened_file_key,
    remove_file,
    upload_name,
)
from alliance.web.mail import send_when_done

DECLINED = "declined"


class NotYours(Exception):
    """The right to this very report is not there (or no longer)."""


class NobodyToApprove(Exception):
    """The clinic wants a second person's approval, and there is no second admin."""


class NotNow(Exception):
    """The export has moved on: stopped, decided or finished meanwhile."""


@transaction.atomic
def ask(
    kind: Kind,
    *,
    parameters: Mapping[str, Any],
    purpose: str = "",
    submission: UUID,
    upload: bytes = b"",
    by: Membership,
) -> Export:
    """Put an export into the queue, or before a second person. Asked twice, it is one.

    Raises NotYours, NobodyToApprove.
    """
    today = timezone.localdate()
    order = Order(author=by, parameters=parameters, today=today, purpose=purpose)
    if not kind.still_holds(order):
        raise NotYours
    asked = Export.objects.submitted_as(submission, by=by).first()
    if asked is not None:
        return asked
    is_held = kind.needs_approval(by.clinic)
    if is_held and not _approvers(by).exists():
        raise NobodyToApprove
    export = Export(
        clinic=by.clinic,
        author=by,
        kind=kind.name,
        parameters=dict(parameters),
        submission=submission,
        asked_on=today,
        state=Export.State.HELD if is_held else Export.State.QUEUED,
    )
    export.purpose = sealed_purpose(export, purpose)
    if upload:
        _keep_upload(export, upload)
    export.save(force_insert=True)
    note("asked for", export, by=by)
    if is_held:
        _tell_admins(export)
    return export


@transaction.atomic
def stop(export: Export, *, by: Membership) -> None:
    """What is under way ends and leaves nothing. Again, or too late, changes nothing."""
    if queue.cancel(export, jobs=Export.objects.all(), now=timezone.now()):
        note("stopped", export, by=by)


@transaction.atomic
def try_again(export: Export, *, by: Membership) -> None:
    """Another try for what failed or was stopped; again changes nothing.

    Raises NotNow where a second person said no or the file that was sent is gone, and NotYours.
    """
    kind = kind_named(export.kind)
    if kind is None or not is_allowed(export):
        raise NotYours
    if export.failure == DECLINED or (kind.takes_file and not export.upload):
        raise NotNow
    is_held = kind.needs_approval(by.clinic) and export.approver_id is None
    state = Export.State.HELD if is_held else Export.State.QUEUED
    rows = Export.objects.all()
    if queue.queue_again(export, jobs=rows, state=state, now=timezone.now()):
        note("asked again for", export, by=by)


@transaction.atomic
def approve(export: Export, *, by: Membership) -> None:
    """Let it be made. Raises NotNow if it no longer waits."""
    _decide(export, by=by, state=Export.State.QUEUED, queued_at=timezone.now())
    note("approved", export, by=by)


@transaction.atomic
def decline(export: Export, *, by: Membership) -> None:
    """It will not be made. Raises NotNow if it no longer waits."""
    now = timezone.now()
    _decide(export, by=by, state=Export.State.FAILED, failure=DECLINED, finished_at=now)
    note("declined", export, by=by)
    _mail(export, "declined")


@transaction.atomic
def remove(export: Export, *, by: Membership, now: datetime) -> None:
    """Take the file away before its time. Again changes nothing."""
    if take_away(export, now=now):
        note("removed", export, by=by)


def take_away(export: Export, *, now: datetime) -> bool:
    """Forget the key of the file, and then the file: the order in which nothing is left readable.

    The file goes once the row is safe; one that a crash leaves is noise, and swept up.
    """
    gone = {"removed_at": now, "wrapped": None, "file": ""}
    if not Export.objects.with_file().filter(pk=export.pk).update(**gone):
        return False
    name = export.file
    transaction.on_commit(lambda: remove_file(name))
    return True


def _keep_upload(export: Export, content: bytes) -> None:
    """Sealed beside the exports, until it was read."""
    export.upload, export.upload_wrapped = upload_name(export.pk), new_file_key(export)
    key = opened_file_key(export, export.upload_wrapped)
    with new_file(export.upload, key=key, export_id=export.pk) as out:
        out.write(content)


def _decide(export: Export, *, by: Membership, **values: Any) -> None:
    waiting = Export.objects.decided_by(by).filter(pk=export.pk)
    if not waiting.update(approver=by, decided_at=timezone.now(), **values):
        raise NotNow


def _tell_admins(export: Export) -> None:
    """A mail to everyone who may decide. It says that something waits, not what."""
    for admin in _approvers(export.author).select_related("user"):
        context = {"clinic": export.author.clinic, "name": export.author.user.name}
        send_when_done("reports/mail/waiting", to=admin.user.email, context=context)


def _approvers(author: Membership) -> QuerySet[Membership]:
    admins = Membership.objects.active().filter(clinic=author.clinic_id, is_admin=True)
    return admins.exclude(pk=author.pk)


def _mail(export: Export, name: str) -> None:
    context = {"clinic": export.author.clinic}
    send_when_done(f"reports/mail/{name}", to=export.author.user.email, context=context)
