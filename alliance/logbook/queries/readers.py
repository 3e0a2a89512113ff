"""Who reads a log, for its author: who opened it, and to whom an earlier one can be shown."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alliance.audit.models import Entry
from alliance.logbook.models import SessionLog, SharedLog
from alliance.people.models import Membership, Supervision

MOST = 20


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Somebody else opened it."""

    name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A supervisor for whom this session was held too early. `is_shown`: the author shows it."""

    member_id: UUID
    name: str
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class Readers:
    openings: tuple[Opening, ...]
    earlier: tuple[Reader, ...]
    has_supervision: bool


def readers_of(log: SessionLog, *, author: Membership, today: date) -> Readers:
    """In three queries."""
    trail = Entry.objects.about(log.pk).readings().filter(clinic=log.clinic_id)
    others = trail.exclude(user=author.user_id).order_by("-at")
    running = Supervision.objects.running_on(today).filter(trainee=author)
    told = running.values_list("supervisor", "supervisor__user__name", "starts_on")
    supervisors = list(told.order_by("supervisor__user__name"))
    shown = set(SharedLog.objects.filter(log=log).values_list("supervisor", flat=True))
    return Readers(
        openings=tuple(
            Opening(name=name, at=at) for name, at in others.values_list("user__name", "at")[:MOST]
        ),
        earlier=tuple(
            Reader(member_id=pk, name=name, is_shown=pk in shown)
            for pk, name, starts_on in supervisors
            if starts_on > log.held_on
        ),
        has_supervision=bool(supervisors),
    )
