"""Supervisions on a line of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from alliance.people.access import can_agree, is_side
from alliance.people.models import Deputy, Membership, Supervision

BEFORE, AFTER = timedelta(days=365), timedelta(days=120)


@dataclass(frozen=True, kw_only=True)
class Period:
    """One supervision. `left` and `width` place it on a line 100 wide."""

    supervision_id: UUID
    trainee: str
    supervisor: str
    group: str
    starts_on: date
    ends_on: date | None
    is_running: bool
    is_proposed: bool
    asked_of_reader: bool
    is_own: bool
    left: float
    width: float

    @property
    def is_over(self) -> bool:
        return not self.is_running and not self.is_proposed and self.ends_on is not None


@dataclass(frozen=True, kw_only=True)
class TimeLine:
    """`today` is where today stands on a line 100 wide; `months` are (place, first day)."""

    periods: tuple[Period, ...]
    months: tuple[tuple[float, date], ...]
    today: float


def time_line(member: Membership, *, today: date, about: Membership | None = None) -> TimeLine:
    """Supervisions that `member` may know of, a year back and four months ahead."""
    first, last = today - BEFORE, today + AFTER
    rows = Supervision.objects.visible_to(member).filter(declined_at__isnull=True)
    if about:
        rows = rows.involving(about)
    told = rows.select_related("trainee__user", "supervisor__user")
    ordered = told.order_by("trainee__user__name", "starts_on", "pk")
    return TimeLine(
        periods=tuple(
            _period(row, reader=member, today=today, first=first, last=last) for row in ordered
        ),
        months=tuple((_place(day, first, last), day) for day in _quarters(first, last)),
        today=_place(today, first, last),
    )


def _period(
    row: Supervision, *, reader: Membership, today: date, first: date, last: date
) -> Period:
    left = _place(max(row.starts_on, first), first, last)
    right = _place(min(row.ends_on or last, last), first, last)
    has_begun = row.starts_on <= today
    has_ended = row.ends_on is not None and row.ends_on <= today
    return Period(
        supervision_id=row.pk,
        trainee=row.trainee.user.name,
        supervisor=row.supervisor.user.name,
        group=row.group,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_running=row.agreed_at is not None and has_begun and not has_ended,
        is_proposed=row.agreed_at is None,
        asked_of_reader=can_agree(reader, row),
        is_own=is_side(reader, row),
        left=left,
        width=max(round(right - left, 2), 0.8) if right >= left else 0,
    )


def _place(day: date, first: date, last: date) -> float:
    share = (day - first) / (last - first)
    return round(100 * min(max(share, 0.0), 1.0), 2)


def _quarters(first: date, last: date) -> Sequence[date]:
    days = (
        date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 4, 7, 10)
    )
    return [day for day in days if first < day < last]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A supervision that runs, seen from one side. `other` is who stands on the other."""

    supervisor: Membership
    trainee: Membership
    other: Membership


def running_pairs(member: Membership, *, today: date) -> list[Pair]:
    """The supervisions of `member` on both sides, by the name of the other. Not a deputy's."""
    rows = Supervision.objects.involving(member).running_on(today)
    here = rows.filter(
        supervisor__is_supervisor=True,
        supervisor__deactivated_at__isnull=True,
        trainee__deactivated_at__isnull=True,
    )
    told = here.select_related(
        "trainee__user", "supervisor__user", "trainee__clinic", "supervisor__clinic"
    ).order_by("starts_on")
    pairs = {
        (row.supervisor_id, row.trainee_id): Pair(
            supervisor=row.supervisor,
            trainee=row.trainee,
            other=row.trainee if row.supervisor_id == member.pk else row.supervisor,
        )
        for row in told
    }
    return sorted(pairs.values(), key=lambda pair: pair.other.user.name)


def supervised_by(trainee: Membership, *, reader: Membership) -> Membership:
    """Whose supervision it is by which `reader` reads: their own, or of whom they stand in for.

    `reader` where they don't read at all.
    """
    today = timezone.localdate(timezone=reader.clinic.zone)
    read = Supervision.objects.read_by(reader, on=today).filter(trainee=trainee)
    supervisors = [
        row.supervisor for row in read.select_related("supervisor").order_by("starts_on")
    ]
    return reader if reader in supervisors or not supervisors else supervisors[0]


@dataclass(frozen=True, kw_only=True)
class NamedDeputy:
    """Who stands in for whom. `ends_on` is the first day on which it no longer holds."""

    deputy_id: UUID
    supervisor: str
    deputy: str
    starts_on: date
    ends_on: date
    is_own: bool


def deputies_for(member: Membership, *, today: date) -> list[NamedDeputy]:
    """Running and coming ones that concern `member`: named, standing in, or their supervisor's."""
    running = Supervision.objects.running_on(today).filter(trainee=member)
    concerned = (
        Q(supervisor=member) | Q(deputy=member) | Q(supervisor__in=running.values("supervisor"))
    )
    rows = Deputy.objects.filter(concerned, clinic=member.clinic_id).lasting(on=today)
    told = rows.select_related("supervisor__user", "deputy__user").order_by("starts_on", "pk")
    return [
        NamedDeputy(
            deputy_id=row.pk,
            supervisor=row.supervisor.user.name,
            deputy=row.deputy.user.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            is_own=row.supervisor_id == member.pk,
        )
        for row in told
    ]
