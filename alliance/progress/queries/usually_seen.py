"""Whom one usually sees today, and whom next: learned from weekdays and hours, nothing to enter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.logbook.queries.absences import SeenClient
from alliance.progress.queries.habits import usual_time, usual_weekday

MOST_OFFERED = 3
WEEK = 7
TIMES_SINCE = timedelta(weeks=13)
# A brief still helps while one opens the door.
STILL_COMING = timedelta(minutes=30)


@dataclass(frozen=True)
class Habit:
    """A client with the hours at which the sessions on `seen.held_on` began, where noted."""

    seen: SeenClient
    started_at: Sequence[time | None]


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


def usually_seen(clients: Iterable[Habit], *, now: datetime) -> UsuallySeen:
    """By the sessions at hand, without a query. `now` by the clock of the clinic."""
    coming = sorted(_coming(clients, today=now.date()), key=lambda pair: pair[0])
    # All of today, then whole days until there are enough: within a day the hours decide.
    due = [pair for pair in coming if pair[0] == 0]
    last = coming[: len(due) + MOST_OFFERED][-1][0] if coming else 0
    near = [pair for pair in coming if pair[0] <= last]
    starts = [_start(habit, days=days, now=now) for days, habit in near]
    starts.sort(key=lambda start: (start.days, start.at is None, start.at or time.min))
    ahead = [start for start in starts if not _is_over(start, now=now)]
    return UsuallySeen(
        today=[start for start in starts if not start.days][:MOST_OFFERED],
        next=ahead[:MOST_OFFERED],
    )


def _coming(clients: Iterable[Habit], *, today: date) -> Iterable[tuple[int, Habit]]:
    """In how many days each is usually seen again: a session of today is over once it is logged."""
    for habit in clients:
        weekday = usual_weekday(habit.seen.held_on)
        if weekday is not None:
            days = (weekday - today.weekday()) % WEEK
            yield (days or WEEK if habit.seen.last_held_on == today else days), habit


def _start(habit: Habit, *, days: int, now: datetime) -> Start:
    day = now.date() + timedelta(days=days)
    at = _usual_time(habit, today=now.date())
    return Start(habit.seen.client_id, habit.seen.code, at=at, days=days, day=day)


def _is_over(start: Start, *, now: datetime) -> bool:
    if start.days or start.at is None:
        return False
    return datetime.combine(start.day, start.at) + STILL_COMING < now


def _usual_time(habit: Habit, *, today: date) -> time | None:
    """When the latest sessions began that were held on their usual weekday."""
    weekday = usual_weekday(habit.seen.held_on)
    noted = [
        started_at
        for held_on, started_at in zip(habit.seen.held_on, habit.started_at, strict=True)
        if held_on.weekday() == weekday and held_on > today - TIMES_SINCE
    ]
    return usual_time(noted)
