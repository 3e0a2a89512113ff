"""What a row of the caseload says: one mark a client at most, otherwise a grey line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.trends.attention import Mark, Reason
from alliance.trends.trend import TREND_SESSIONS
from alliance.web.charts.marks import RANGE_BEGINS_AT, SessionPoint

WEEKS_IN_WORDS = 8


@dataclass(frozen=True)
class Words:
    """`glyph` is a mark of components/glyph.html; empty where there is nothing to look at."""

    text: str
    glyph: Literal["", "low", "open", "partly"] = ""


def mark_words(
    mark: Mark, *, sessions_since: int, is_partly_repaired: bool, today: date
) -> Words | None:
    """Why a client is marked, or None where the mark is for the order only.

    `sessions_since` counts those after the one that raised a signal.
    """
    since = mark.since or today
    match mark.reason:
        case Reason.OPEN_RUPTURE if is_partly_repaired:
            return Words(_("Rupture partly repaired, %s") % _for_how_long(since, today), "partly")
        case Reason.OPEN_RUPTURE:
            return Words(_("Open rupture, %s") % _for_how_long(since, today), "open")
        case Reason.DROP if sessions_since == 0:
            return Words(_("Drop last session"), "low")
        case Reason.DROP:
            count = sessions_since + 1
            text = ngettext("In a dip, %d session", "In a dip, %d sessions", count)
            return Words(text % count, "low")
        case Reason.DECLINE:
            count = TREND_SESSIONS + sessions_since
            return Words(_("Easing lower, %d sessions") % count, "low")
        case Reason.LONG_GAP:
            return Words(_("Last seen %s") % date_format(since, "j M Y"))
        case Reason.MISSING_LOG:
            return Words(_("No log since %s") % date_format(since, "D j M"))
        case Reason.PLANNED_ENDING:
            return Words(_("An ending is planned"))
        case _:
            return None


def quiet_words(points: Sequence[SessionPoint]) -> Words:
    """Where the latest session lay, said in grey. `points` are the latest sessions, in order."""
    if not points:
        return Words(_("Nothing logged yet"))
    latest = points[-1]
    if latest.score is None:
        return Words(_("Last session not rated"))
    if latest.low is None:
        return Words(learning_words(sum(point.score is not None for point in points)))
    if latest.is_above:
        return Words(_("Higher than usual"))
    if latest.is_below:
        return Words(_("Lower than usual"))
    return Words(_("Within usual range"))


def learning_words(scored: int) -> str:
    """How long until there is a usual range, after that many sessions with a score."""
    missing = RANGE_BEGINS_AT - scored
    if missing <= 1:
        return _("Usual range with the next one")
    return ngettext("Usual range after %d more", "Usual range after %d more", missing) % missing


def _for_how_long(since: date, today: date) -> str:
    days = (today - since) // timedelta(days=1)
    weeks = days // 7
    if days < 1:
        return _("since today")
    if weeks < 1:
        return ngettext("%d day", "%d days", days) % days
    if weeks <= WEEKS_IN_WORDS:
        return ngettext("%d week", "%d weeks", weeks) % weeks
    return _("since %s") % date_format(since, "j M Y")
