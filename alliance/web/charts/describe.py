"""What a chart shows, in sentences: its text alternative.

The order is always span, direction, ruptures and repairs, latest session against the range.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from alliance.web.charts.marks import (
    RANGE_BEGINS_AT,
    DomainRow,
    DomainToday,
    RuptureThread,
    SessionPoint,
    nearest_word,
    rating_words,
)

# Start and end are compared as medians of a few sessions, so that one session is no direction.
SESSIONS_COMPARED = 4
# Less than this many of 100 is no rise or fall, even where it crosses from one word to the next.
SMALLEST_MOVE = 10
MOST_RUPTURES_TOLD = 5


def trend_description(
    points: Sequence[SessionPoint],
    ruptures: Sequence[RuptureThread] = (),
    *,
    course: str = "",
) -> str:
    """The trend in words. `course` is the sentence that replaces "rose from … to …"."""
    if not points:
        return gettext("No sessions yet.")
    return " ".join(
        [
            _span([point.held_on for point in points]),
            *([course] if course else _direction(points)),
            *_ruptures(ruptures),
            _latest(points),
        ]
    )


def strip_description(rows: Sequence[DomainRow], *, held_on: Sequence[date]) -> str:
    """The domain strip in words: its size, and what lies below the usual range in the latest."""
    domains = ngettext("%(count)s domain", "%(count)s domains", len(rows)) % {"count": len(rows)}
    sessions = ngettext("%(count)s session", "%(count)s sessions", len(held_on))
    size = gettext("%(domains)s in %(sessions)s, darker the closer to Fully.") % {
        "domains": domains,
        "sessions": sessions % {"count": len(held_on)},
    }
    latest = len(held_on) - 1
    below = [row.name for row in rows if latest in row.below]
    return f"{size} {_below_in_latest(below)}"


def range_description(rows: Sequence[DomainToday]) -> str:
    """Today against usual, in words: what lies below, above and inside the usual range."""
    if all(row.low is None for row in rows):
        return gettext(
            "This session by domain, beside the earlier ones. The usual range appears from the "
            "third session."
        )
    ranged = [row for row in rows if row.score is not None and row.low is not None]
    inside = [row for row in ranged if not row.is_below and not row.is_above]
    unrated = [row for row in rows if row.score is None]
    return " ".join(
        [
            *_listed(gettext("Below the usual range: %s."), [r for r in ranged if r.is_below]),
            *_listed(gettext("Above it: %s."), [r for r in ranged if r.is_above]),
            *_listed(gettext("Within it: %s."), inside),
            *_listed(gettext("Not rated: %s."), unrated),
        ]
    )


def _listed(sentence: str, rows: Sequence[DomainToday]) -> Iterator[str]:
    if rows:
        yield sentence % ", ".join(row.name for row in rows)


def _below_in_latest(names: Sequence[str]) -> str:
    if not names:
        return gettext("In the latest session no domain is below its usual range.")
    return gettext("Below the usual range in the latest session: %s.") % ", ".join(names)


def _span(days: Sequence[date]) -> str:
    if len(days) == 1:
        return gettext("One session, on %(day)s.") % {"day": date_format(days[0], "DATE_FORMAT")}
    return ngettext(
        "%(count)s session from %(first)s to %(last)s.",
        "%(count)s sessions from %(first)s to %(last)s.",
        len(days),
    ) % {
        "count": len(days),
        "first": _day(days[0], beside=days[-1]),
        "last": date_format(days[-1], "DATE_FORMAT"),
    }


def _day(day: date, *, beside: date) -> str:
    """A date, without its year where the other date tells it."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == beside.year else "DATE_FORMAT")


def _direction(points: Sequence[SessionPoint]) -> Iterator[str]:
    scores = [point.score for point in points if point.score is not None]
    if len(scores) < RANGE_BEGINS_AT:
        return
    start = median(scores[:SESSIONS_COMPARED])
    end = median(scores[-SESSIONS_COMPARED:])
    names = rating_words()
    told = {"start": names[nearest_word(start)], "end": names[nearest_word(end)]}
    if told["start"] == told["end"]:
        yield gettext("Your average stayed around %(end)s.") % told
    elif abs(end - start) < SMALLEST_MOVE:
        yield gettext("Your average stayed between %(start)s and %(end)s.") % told
    elif end > start:
        yield gettext("Your average rose from %(start)s to %(end)s.") % told
    else:
        yield gettext("Your average fell from %(start)s to %(end)s.") % told


def _ruptures(threads: Sequence[RuptureThread]) -> Iterator[str]:
    if not threads:
        return
    told = sorted(threads, key=lambda thread: thread.steps[0].on)[-MOST_RUPTURES_TOLD:]
    courses = "; ".join(_course(thread) for thread in told)
    if len(told) < len(threads):
        sentence = gettext("%(count)s ruptures, the latest of them: %(courses)s.")
    else:
        sentence = ngettext(
            "One rupture: %(courses)s.", "%(count)s ruptures: %(courses)s.", len(threads)
        )
    yield sentence % {"count": len(threads), "courses": courses}


def _course(thread: RuptureThread) -> str:
    """ "30 July, repaired 3 September", or "19 November, open"."""
    noticed, latest = thread.steps[0], thread.steps[-1]
    return _state_sentence(thread) % {
        "noticed": _day(noticed.on, beside=latest.on),
        "closed": _day(latest.on, beside=noticed.on),
    }


def _state_sentence(thread: RuptureThread) -> str:
    return {
        "open": gettext("%(noticed)s, still open"),
        "partly": gettext("%(noticed)s, partly repaired"),
        "repaired": gettext("%(noticed)s, repaired %(closed)s"),
        "let_go": gettext("%(noticed)s, let go %(closed)s"),
    }[thread.state]


def _latest(points: Sequence[SessionPoint]) -> str:
    if all(point.low is None for point in points):
        return gettext("The usual range appears from the third session.")
    latest = points[-1]
    if latest.score is None:
        return gettext("The latest session has no average.")
    if latest.low is None:
        return gettext("The latest session has no usual range yet.")
    if latest.is_below:
        return gettext("The latest session is below the usual range.")
    if latest.is_above:
        return gettext("The latest session is above the usual range.")
    return gettext("The latest session is within the usual range.")
