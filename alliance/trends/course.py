"""One client's course in one honest sentence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alliance.trends.baseline import FIRST_RANGED_SESSION, RECOVERED_WITHIN, Phase
from alliance.trends.series import SessionReading
from alliance.trends.signals import Drop, Kind
from alliance.trends.trend import FIRST_TREND_SESSION, TREND_SESSIONS, Shift
from alliance.trends.words import Sentence
from alliance.trends.words import gettext_noop as _

SESSIONS_LOOKED_AT = 12
"""How far back a course looks. What is older has become the usual."""
FLAT_SESSIONS_LOOKED_AT = 4

type MonthName = Callable[[date, bool], str]
"""A day → its month as it runs in a sentence, with the year when asked."""


class CourseCode(StrEnum):
    TOO_EARLY = "too_early"
    STEADY_SO_FAR = "steady_so_far"
    STEADY = "steady"
    LOW_LAST = "low_last"
    DIP = "dip"
    DIP_AND_BACK = "dip_and_back"
    DIPS_AND_BACK = "dips_and_back"
    LOWER = "lower"
    HIGHER = "higher"
    ALIKE = "alike"


_TEMPLATES = {
    CourseCode.TOO_EARLY: _("Too early to say."),
    CourseCode.STEADY_SO_FAR: _("Steady so far."),
    CourseCode.STEADY: _("Steady."),
    CourseCode.LOW_LAST: _("Lower last time; one session is not a course."),
    CourseCode.DIP: _("In a dip since %(month)s."),
    CourseCode.DIP_AND_BACK: _("A dip in %(month)s, and back."),
    CourseCode.DIPS_AND_BACK: _("%(dips)s dips since %(month)s, and back each time."),
    CourseCode.LOWER: _("Lower since %(month)s."),
    CourseCode.HIGHER: _("Higher since %(month)s."),
    CourseCode.ALIKE: _("Answers have been much the same lately, so there is little to see."),
}


@dataclass(frozen=True, slots=True)
class Course:
    """`since` is the day of the first session that a code other than steady rests on; `dips` how
    many there were; `last_on` the day of the last scored session."""

    code: CourseCode
    since: date | None = None
    dips: int = 0
    last_on: date | None = None


def course(readings: Sequence[SessionReading]) -> Course:
    """The course over the last twelve scored sessions.

    A dip that is open comes first; of one session it is said that it was lower, and no more.
    Then a decline or improvement (or a dip that became the new level) that still holds: the mean
    of the last four sessions lies at least half a spread from the level before it, and the latest
    session not on its other side. Then dips that were recovered from; then answers too alike.
    Before the third session it is too early to say, before the sixth a trend can't be seen yet.
    """
    scored = [reading for reading in readings if reading.score is not None]
    last_on = scored[-1].held_on if scored else None
    if len(scored) < FIRST_RANGED_SESSION:
        return Course(CourseCode.TOO_EARLY, last_on=last_on)
    found = _open_dip(scored) or _lasting_shift(scored) or _recovered_dips(scored)
    if found:
        code, since, dips = found.code, found.since, found.dips
        return Course(code, since, dips, last_on)
    if _is_flat(scored):
        return Course(CourseCode.ALIKE, last_on=last_on)
    is_short = len(scored) < FIRST_TREND_SESSION
    return Course(CourseCode.STEADY_SO_FAR if is_short else CourseCode.STEADY, last_on=last_on)


def course_sentence(course: Course, *, month: MonthName | None = None) -> Sentence:
    """The course in words. `month` names a month in the reader's language; English without."""
    name = month or english_month
    since, last_on = course.since, course.last_on
    values = {"dips": str(course.dips)}
    if since and last_on:
        values["month"] = name(since, since.year != last_on.year)
    return Sentence(_TEMPLATES[course.code], values)


def english_month(day: date, with_year: bool) -> str:
    months = "January February March April May June July August September October November December"
    month = months.split()[day.month - 1]
    return f"{month} {day.year}" if with_year else month


def _open_dip(scored: Sequence[SessionReading]) -> Course | None:
    if scored[-1].phase not in {Phase.DROPPED, Phase.DOWN}:
        return None
    start = _dip_start(scored, len(scored) - 1)
    code = CourseCode.LOW_LAST if start == len(scored) - 1 else CourseCode.DIP
    return Course(code, since=scored[start].held_on)


def _dip_start(scored: Sequence[SessionReading], at: int) -> int:
    """Where the dip began that the session at `at` belongs to, or ended."""
    while scored[at].phase is not Phase.DROPPED:
        at -= 1
    return at


def _lasting_shift(scored: Sequence[SessionReading]) -> Course | None:
    """The latest shift within reach, if the last four sessions still bear it out."""
    mean = sum(reading.score or 0.0 for reading in scored[-TREND_SESSIONS:]) / TREND_SESSIONS
    last = scored[-1].score or 0.0
    for at in range(len(scored) - 1, max(-1, len(scored) - 1 - SESSIONS_LOOKED_AT), -1):
        for signal in scored[at].signals:
            if isinstance(signal.evidence, Shift):
                four = scored[at - TREND_SESSIONS + 1 : at + 1]
                since = _shift_start(signal.evidence, four)
                return _if_it_holds(signal.evidence, mean=mean, last=last, since=since)
        if scored[at].phase is Phase.NEW_LEVEL:
            start = _dip_start(scored, at)
            for signal in scored[start].signals:
                if isinstance(signal.evidence, Drop):
                    since = scored[start].held_on
                    return _if_it_holds(signal.evidence, mean=mean, last=last, since=since)
    return None


def _shift_start(shift: Shift, four: Sequence[SessionReading]) -> date:
    """The first of the four from which on each lies half a spread or more to the shift's side."""
    side = 1 if shift.q > 0 else -1
    reach = RECOVERED_WITHIN * shift.spread
    start = four[-1].held_on
    for reading in reversed(four):
        if side * ((reading.score or 0.0) - shift.level) < reach:
            break
        start = reading.held_on
    return start


def _if_it_holds(before: Shift | Drop, *, mean: float, last: float, since: date) -> Course | None:
    """The shift, unless the last four or the latest session lie back where it came from."""
    reach = RECOVERED_WITHIN * before.spread
    rises = isinstance(before, Shift) and before.q > 0
    if rises and mean >= before.level + reach and last >= before.level:
        return Course(CourseCode.HIGHER, since=since)
    if not rises and mean <= before.level - reach and last <= before.level:
        return Course(CourseCode.LOWER, since=since)
    return None


def _recovered_dips(scored: Sequence[SessionReading]) -> Course | None:
    first = max(0, len(scored) - SESSIONS_LOOKED_AT)
    backs = [at for at in range(first, len(scored)) if scored[at].phase is Phase.BACK]
    if not backs:
        return None
    since = scored[_dip_start(scored, backs[0])].held_on
    code = CourseCode.DIP_AND_BACK if len(backs) == 1 else CourseCode.DIPS_AND_BACK
    return Course(code, since=since, dips=len(backs))


def _is_flat(scored: Sequence[SessionReading]) -> bool:
    recent = scored[-FLAT_SESSIONS_LOOKED_AT:]
    return any(signal.kind is Kind.FLAT for reading in recent for signal in reading.signals)
