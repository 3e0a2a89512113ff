"""What the demo tells of a client: the course of the ratings, and what some sessions brought."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from alliance.logbook.entries import StrainEntry
from alliance.logbook.models import Absence


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What one session brought, beside its ratings."""

    # Points of score that this session lies off the course.
    shift: float = 0
    low: tuple[str, ...] = ()
    opens: StrainEntry | None = None
    # What is said of the thread that is still open.
    takes_up: StrainEntry | None = None
    reflection: str = ""
    shared_note: str = ""
    question: str = ""
    hold_back: bool = False
    intention: str = ""
    last_intention: str = ""
    # The first card offered is taken; and how the card taken last time turned out.
    takes_card: bool = False
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Story:
    """One client. Sessions are weekly, the last one `last_days_ago`, never at a weekend.

    `course` gives the level in points of score at some sessions; between them it moves evenly.
    """

    code: str
    sessions: int
    last_days_ago: int
    at: time
    course: Mapping[int, float]
    # How far a session's mood lies off the course (points), and an answer off the others (ratings).
    wobble: float = 3.0
    stray: float = 0.45
    form: str = "core"
    setting: str = "in_person"
    contexts: tuple[str, ...] = ()
    minutes: int = 50
    sessions_before: int = 0
    # Session number → weeks of holiday after it; and why the session a week later fell out.
    breaks: Mapping[int, int] = field(default_factory=dict)
    missed: Mapping[int, Absence.Kind] = field(default_factory=dict)
    moments: Mapping[int, Moment] = field(default_factory=dict)
    closed: str = ""
    # How many statements of a form that was left half filled are answered.
    draft_answers: int = 0

    def days(self, *, today: date) -> list[date]:
        """The days of the sessions, first to last."""
        last = today - timedelta(days=self.last_days_ago)
        last -= timedelta(days=max(last.weekday() - 4, 0))
        days = [last]
        for number in range(self.sessions - 1, 0, -1):
            weeks = 1 + self.breaks.get(number, 0) + (number in self.missed)
            days.append(days[-1] - timedelta(weeks=weeks))
        return days[::-1]

    def level(self, number: int) -> float:
        """Where session `number` (from 1) is expected, in points of score."""
        before = max((n for n in self.course if n <= number), default=min(self.course))
        after = min((n for n in self.course if n >= number), default=max(self.course))
        if before == after:
            return self.course[before]
        share = (number - before) / (after - before)
        return self.course[before] + share * (self.course[after] - self.course[before])
