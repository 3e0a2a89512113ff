"""What is read in somebody's absence: their clients, and one log at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import models

from alliance.logbook.models import Client, Reflection, SessionLog
from alliance.logbook.models.logs import SessionLogQuerySet
from alliance.logbook.queries.log_page import LogPage, log_page
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.privacy.access import can_end_access, can_review
from alliance.privacy.models import EmergencyAccess


@dataclass(frozen=True)
class ListedLog:
    log_id: UUID
    number: int
    held_on: date


@dataclass(frozen=True)
class ListedClient:
    code: str
    is_open: bool
    logs: Sequence[ListedLog]


@dataclass(frozen=True)
class AccessLine:
    """One access, as its author, its reader or an admin sees it."""

    access_id: UUID
    kind: str
    author: str
    reader: str
    asked_at: datetime
    opens_at: datetime
    closes_at: datetime | None
    ended_at: datetime | None
    reviewed_at: datetime | None
    review_due_at: datetime | None
    is_open_to_me: bool
    can_end: bool
    can_review: bool


def accesses_seen_by(member: Membership, *, now: datetime) -> list[AccessLine]:
    rows = EmergencyAccess.objects.visible_to(member).select_related("author__user", "reader__user")
    open_to_me = set(EmergencyAccess.objects.open_to(member, now=now).values_list("pk", flat=True))
    return [
        AccessLine(
            access_id=row.pk,
            kind=row.get_kind_display(),
            author=row.author.user.name,
            reader=row.reader.user.name,
            asked_at=row.asked_at,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            ended_at=row.ended_at,
            reviewed_at=row.reviewed_at,
            review_due_at=row.review_due_at,
            is_open_to_me=row.pk in open_to_me,
            can_end=can_end_access(member, row),
            can_review=can_review(member, row),
        )
        for row in rows.order_by("-asked_at")[:50]
    ]


def logs_open_in(access: EmergencyAccess, *, today: date) -> SessionLogQuerySet:
    """The author's logs; a lead sees none that is held back."""
    logs = SessionLog.objects.kept().filter(clinic=access.clinic_id, author=access.author_id)
    if access.kind == EmergencyAccess.Kind.LEAD:
        let_go = models.Q(held_back_until__isnull=True) | models.Q(held_back_until__lte=today)
        logs = logs.filter(let_go)
    return logs


def access_to(log_id: UUID, *, reader: Membership, now: datetime) -> EmergencyAccess | None:
    """By what `reader` may read this log at this moment, if by anything."""
    rows = EmergencyAccess.objects.open_to(reader, now=now)
    whole = rows.select_related("author__user", "author__clinic", "reader__user")
    of_author = SessionLog.objects.filter(pk=log_id, author=models.OuterRef("author"))
    # An executor's, which may show more, before a lead's.
    return whole.filter(models.Exists(of_author)).order_by("kind", "pk").first()


def clients_open_in(access: EmergencyAccess, *, today: date) -> list[ListedClient]:
    """In two queries."""
    clients = Client.objects.of_clinician(access.author).order_by("closed_on", "code")
    by_client: dict[UUID, list[ListedLog]] = {}
    told = logs_open_in(access, today=today).in_order()
    for pk, client_id, number, held_on in told.values_list("pk", "client", "number", "held_on"):
        by_client.setdefault(client_id, []).append(ListedLog(pk, number, held_on))
    return [
        ListedClient(code=c.code, is_open=c.is_open, logs=by_client.get(c.pk, [])) for c in clients
    ]


def log_open_in(access: EmergencyAccess, log: SessionLog) -> LogPage:
    """`log` comes with its client and the key. Raises Unreadable.

    A lead sees neither what was written for supervision nor, like everyone, a reflection; an
    executor a reflection only where the author chose so beforehand.
    """
    page = log_page(log, reader=access.reader)
    if access.kind == EmergencyAccess.Kind.LEAD:
        log.for_supervision = False
        return replace(page, shared_note="", supervision_question="", reflection="")
    return replace(page, reflection=_reflection(access, log))


def _reflection(access: EmergencyAccess, log: SessionLog) -> str:
    if not access.with_reflections:
        return ""
    kept = Reflection.objects.of_author(access.author).filter(log=log).first()
    return opened(kept, column="text", key=key_of(log.client)) if kept else ""


def reason_of(access: EmergencyAccess) -> str:
    return opened(access, column="reason", key=key_of_clinic(access.author.clinic))
