"""The words in which figures are told."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from alliance.trends.period import Span
from alliance.trends.small_groups import Teams

LINE_WORDS: dict[str, Promise] = {
    "below": gettext_lazy("Below their usual range"),
    "within": gettext_lazy("Within it"),
    "above": gettext_lazy("Above it"),
    "early": gettext_lazy("Too early to say"),
}
AGE_WORDS: dict[str, Promise] = {
    "under_2_weeks": gettext_lazy("Under 2 weeks"),
    "2_to_4_weeks": gettext_lazy("2 to 4 weeks"),
    "over_4_weeks": gettext_lazy("Over 4 weeks"),
}
REASON_WORDS: dict[str, Promise] = {
    "completed": gettext_lazy("Completed"),
    "dropped_out": gettext_lazy("Dropped out"),
    "referred_on": gettext_lazy("Referred on"),
}


def hidden() -> str:
    """Where a number can't be told: it is of a few clients, or would give away one that is."""
    return _("hidden")


def told(amount: int | None) -> str:
    return hidden() if amount is None else str(amount)


def month_words(first: date, last: date) -> str:
    """ "October 2026", "August to October 2026", "November 2025 to January 2026"."""
    if first == last:
        return date_format(last, "F Y")
    begins = date_format(first, "F" if first.year == last.year else "F Y")
    return _("%(first)s to %(last)s") % {"first": begins, "last": date_format(last, "F Y")}


def team_words(teams: Teams, *, names: Mapping[str, str]) -> str:
    """ "Adults", or "Adults and Couples" where two are told together."""
    known = sorted(names.get(team, "") or _("No team") for team in teams)
    *others, last = known
    if not others:
        return last
    return _("%(some)s and %(last)s") % {"some": ", ".join(others), "last": last}


def weeks_words(weeks: int | None, *, spans: Iterable[Span]) -> str:
    """ "2 weeks", or why there is no such number."""
    if weeks is None:
        repaired = [span.stretch.figure.total for span in spans]
        return _("none yet") if repaired and not any(repaired) else hidden()
    if weeks == 0:
        return _("under a week")
    return ngettext("%(count)s week", "%(count)s weeks", weeks) % {"count": weeks}
