"""When a client is usually seen: on which weekday, at what time."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SESSIONS_LOOKED_AT = 6
SESSIONS_NEEDED = 3

# As they run after "usually".
ON_WEEKDAYS: tuple[Promise, ...] = (
    _("on Mondays"),
    _("on Tuesdays"),
    _("on Wednesdays"),
    _("on Thursdays"),
    _("on Fridays"),
    _("on Saturdays"),
    _("on Sundays"),
)


def usual_weekday(held_on: Sequence[date]) -> int | None:
    """The weekday (0 is Monday) of three or more, and at least half, of the last six sessions."""
    lately = [day.weekday() for day in sorted(held_on)[-SESSIONS_LOOKED_AT:]]
    needed = max(SESSIONS_NEEDED, len(lately) / 2)
    return next((day for day in reversed(lately) if lately.count(day) >= needed), None)


def usual_time(started_at: Sequence[time | None]) -> time | None:
    """The commonest of the last times that were noted, the latest of them if several are."""
    noted = [moment for moment in started_at if moment][-SESSIONS_LOOKED_AT:]
    return Counter(reversed(noted)).most_common(1)[0][0] if noted else None
