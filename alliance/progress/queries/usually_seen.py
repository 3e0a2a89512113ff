"""Whom one usually sees today, and whom next: learned from weekdays and hours, nothing to enter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.logbook.models import SessionLog
from alliance.logbook.queries.absences import SeenClient
from alliance.progress.queries.habits import usual_time, usual_weekday

MOST_OFFERED = 3
WEEK = 7
TIMES_SINCE = timedelta(weeks=13)
# A brief still helps while one opens the door.
STILL_COMING = timedelta(minutes=30)


@dataclass(frozen=True)
class Start:
    """A client who is usually seen `days` from today, at `at` if that is known."""

    client_id: UUID
    code: str
    at: time | None
    days: int
    day: date

    @property
    def when(self) -> str:
        """Such as "usually 15:00", or "Mon, usually 15:00"."""
        parts = [date_format(self.day, "D")] if self.days else []
        if self.at:
            parts.append(_("usually %s") % date_format(datetime.combine(self.day, self.at), "H:i"))
        return ", ".join(parts) or _("today")


@dataclass(frozen=True)
class UsuallySeen:
    """`today`: not logged yet, by their hour. `next`: still to come, soonest first."""

    today: Sequence[Start]
    next: Sequence[Start]


def usually_seen(clients: Iterable[SeenClient], *, now: datetime) -> UsuallySeen:
    """In one query, or none where no weekday is usual. `now` by the clock of the clinic."""
    coming = sorted(_coming(clients, today=now.date()), key=lambda pair: pair[0])
    # All of today, then whole days until there are enough: within a day the hours decide.
    due = [pair for pair in coming if pair[0] == 0]
    last = coming[: len(due) + MOST_OFFERED][-1][0] if coming else 0
    near = [pair for pair in coming if pair[0] <= last]
    times = _usual_times([seen for _days, seen in near], today=now.date())
    starts = [_start(seen, days=days, at=times.get(seen.client_id), now=now) for days, seen in near]
    starts.sort(key=lambda start: (start.days, start.at is None, start.at or time.min))
    ahead = [start for start in starts if not _is_over(start, now=now)]
    return UsuallySeen(
        today=[start for start in starts if not start.days][:MOST_OFFERED],
        next=ahead[:MOST_OFFERED],
    )


def _coming(clients: Iterable[SeenClient], *, today: date) -> Iterable[tuple[int, SeenClient]]:
    """In how many days each is usually seen again: a session of today is over once it is logged."""
    for seen in clients:
        weekday = usual_weekday(seen.held_on)
        if weekday is not None:
            days = (weekday - today.weekday()) % WEEK
            yield (days or WEEK if seen.last_held_on == today else days), seen


def _start(seen: SeenClient, *, days: int, at: time | None, now: datetime) -> Start:
    day = now.date() + timedelta(days=days)
    return Start(seen.client_id, seen.code, at=at, days=days, day=day)


def _is_over(start: Start, *, now: datetime) -> bool:
    if start.days or start.at is None:
        return False
    return datetime.combine(start.day, start.at) + STILL_COMING < now


def _usual_times(clients: Collection[SeenClient], *, today: date) -> Mapping[UUID, time | None]:
    """When the last sessions of each began that were held on their usual weekday."""
    if not clients:
        return {}
    weekdays = {seen.client_id: usual_weekday(seen.held_on) for seen in clients}
    rows = SessionLog.objects.filter(
        client__in=list(weekdays), trashed_at__isnull=True, held_on__gt=today - TIMES_SINCE
    ).order_by("held_on")
    times = defaultdict(list)
    for client_id, held_on, started_at in rows.values_list("client_id", "held_on", "started_at"):
        if held_on.weekday() == weekdays[client_id]:
            times[client_id].append(started_at)
    return {client_id: usual_time(noted) for client_id, noted in times.items()}
