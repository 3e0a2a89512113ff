"""How often client and clinician meet, so that a long gap or a missing log can be told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low

GAPS_LOOKED_AT = 6
GAPS_NEEDED = 3
DAYS_LATE = 2
"""A log is missing from this many days after the session was due."""
LONG_GAP_DAYS = 21
LONG_GAP_RHYTHMS = 2
"""A gap is long after 21 days or twice the usual number of days, whichever is later."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A noted reason for no session: cancelled, no-show, holiday or pause. Both days count."""

    starts_on: date
    ends_on: date


def usual_gap_days(held_on: Iterable[date]) -> int | None:
    """Days between sessions: the median of the last six gaps; None before the fourth day."""
    days = sorted(set(held_on))
    gaps = [(later - earlier).days for earlier, later in pairwise(days)][-GAPS_LOOKED_AT:]
    return median_low(gaps) if len(gaps) >= GAPS_NEEDED else None


def due_on(held_on: Sequence[date], *, absences: Sequence[Absence] = ()) -> date | None:
    """The day a next session would fall on by this client's rhythm; None when there is none.

    A due day that falls into an absence moves on by one more gap.
    """
    gap = usual_gap_days(held_on)
    if gap is None:
        return None
    due = max(held_on) + timedelta(gap)
    while absence := next((a for a in absences if a.starts_on <= due <= a.ends_on), None):
        missed = (absence.ends_on - due).days // gap + 1
        due += timedelta(missed * gap)
    return due


def is_log_missing(
    held_on: Sequence[date], *, today: date, absences: Sequence[Absence] = ()
) -> bool:
    """Whether a session was due two days ago or more and nothing was logged or noted."""
    due = due_on(held_on, absences=absences)
    return due is not None and (today - due).days >= DAYS_LATE


def is_gap_long(held_on: Sequence[date], *, today: date, absences: Sequence[Absence] = ()) -> bool:
    """Whether the last session is longer ago than 21 days and twice the rhythm, absences apart."""
    if not held_on:
        return False
    last = max(held_on)
    since = [last + timedelta(day) for day in range(1, (today - last).days + 1)]
    present = [day for day in since if not any(a.starts_on <= day <= a.ends_on for a in absences)]
    rhythm = usual_gap_days(held_on) or 0
    return len(present) > max(LONG_GAP_DAYS, LONG_GAP_RHYTHMS * rhythm)
