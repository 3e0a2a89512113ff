"""What lies in someone's trash, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alliance.logbook.models import Client, SessionLog
from alliance.people.models import Membership

KEPT_DAYS = 30


@dataclass(frozen=True)
class TrashedLog:
    log_id: UUID
    code: str
    number: int
    held_on: date
    days_left: int


@dataclass(frozen=True)
class TrashedClient:
    client_id: UUID
    code: str
    days_left: int


@dataclass(frozen=True)
class Trash:
    clients: Sequence[TrashedClient]
    logs: Sequence[TrashedLog]


def trash_of(member: Membership, *, now: datetime) -> Trash:
    """What `member` put into the trash, latest first, in two queries.

    A log whose client is in the trash too comes back with the client and is not listed.
    """
    clients = Client.objects.trashed_by(member).order_by("-trashed_at")
    logs = SessionLog.objects.trashed_by(member).filter(client__trashed_at__isnull=True)
    return Trash(
        clients=[
            TrashedClient(client_id, code, days_left(trashed_at, now=now))
            for client_id, code, trashed_at in clients.values_list("pk", "code", "trashed_at")
            if trashed_at
        ],
        logs=[
            TrashedLog(log_id, code, number, held_on, days_left(trashed_at, now=now))
            for log_id, code, number, held_on, trashed_at in logs.order_by(
                "-trashed_at"
            ).values_list("pk", "client__code", "number", "held_on", "trashed_at")
            if trashed_at
        ],
    )


def days_left(trashed_at: datetime, *, now: datetime) -> int:
    """Whole days until it is gone for good; 0 on the last day and until it is cleared away."""
    return max(0, KEPT_DAYS - (now - trashed_at).days)
