"""Sessions that were due by a client's own rhythm and were neither logged nor excused."""

from collections.abc import Sequence
from datetime import date, timedelta

from alliance.trends.rhythm import Absence, usual_gap_days

MOST_IN_A_ROW = 4
"""After so many missing sessions in a row nothing is expected until the next one is logged: more
often than forgotten logs they are a therapy that ended without being closed."""
EXCUSED_WITHIN_DAYS = 3
"""An absence excuses a session that was due so many days before or after it."""


def missing_on(
    held_on: Sequence[date], *, until: date, absences: Sequence[Absence] = ()
) -> list[date]:
    """The days, up to and with `until`, on which a log is missing, earliest first.

    `held_on`: the days of this client's sessions in order. The rhythm at each of them is the usual
    gap up to there, so the first three sessions expect nothing. A session moved by less than half
    a rhythm is not missing. `absences` that have no end are given one by the caller.
    """
    days = sorted(set(held_on))
    missing = []
    for number, day in enumerate(days):
        gap = usual_gap_days(days[max(0, number - 6) : number + 1])
        if gap is None:
            continue
        following = days[number + 1] if number + 1 < len(days) else None
        # The session that is nearest to the next one logged is that one.
        last = until if following is None else following - timedelta(days=gap // 2 + 1)
        missing += _due(day, gap=gap, last=min(last, until), absences=absences)
    return missing


def _due(day: date, *, gap: int, last: date, absences: Sequence[Absence]) -> list[date]:
    due = [day + timedelta(days=gap * turn) for turn in range(1, MOST_IN_A_ROW + 1)]
    return [each for each in due if each <= last and not _is_excused(each, absences)]


def _is_excused(due: date, absences: Sequence[Absence]) -> bool:
    within = timedelta(days=EXCUSED_WITHIN_DAYS)
    return any(each.starts_on - within <= due <= each.ends_on + within for each in absences)
