"""Before the next session: what was meant, what was left open, one true steady thing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.catalogue.load import checklist
from alliance.logbook.models import SessionLog
from alliance.logbook.sealing import opened
from alliance.progress.queries.client_ruptures import Thread
from alliance.trends.rhythm import due_on
from alliance.vault.data_keys import DataKey
from alliance.web.charts.marks import nearest_word, rating_words

STEADY_SESSIONS = 3


@dataclass(frozen=True)
class Brief:
    """`when` is the session to come, such as "Thu 26 Nov, session 25"."""

    when: str
    intention: str
    left_open: tuple[Thread, ...]
    steady: str


def brief(
    logs: Sequence[SessionLog], *, threads: Sequence[Thread], key: DataKey, today: date
) -> Brief:
    """From the latest `logs` in the order of their sessions; there must be one at least."""
    last = logs[-1]
    return Brief(
        when=_when(logs, today=today),
        intention=opened(last, column="intention", key=key),
        left_open=tuple(thread for thread in threads if thread.is_unclosed),
        steady=steady_ground(logs),
    )


def _when(logs: Sequence[SessionLog], *, today: date) -> str:
    number = _("Session %d") % (logs[-1].number + 1)
    due = due_on([log.held_on for log in logs])
    if due is None or due < today:
        return number
    return _("%(day)s, session %(number)d") % {
        "day": date_format(due, "D j M"),
        "number": logs[-1].number + 1,
    }


def steady_ground(logs: Sequence[SessionLog]) -> str:
    """What has held longest; before there is a usual range, what was firmest last time."""
    domains = checklist(logs[-1].edition).domains
    runs = [(_sessions_within(logs, domain=domain.id), domain.label) for domain in domains]
    longest, label = max(runs, key=lambda run: run[0])
    if longest >= STEADY_SESSIONS:
        text = ngettext(
            "%(domain)s has stayed within its usual range for %(count)d session.",
            "%(domain)s has stayed within its usual range for %(count)d sessions.",
            longest,
        )
        return text % {"domain": label, "count": longest}
    return _firmest(logs[-1]) or _("You have met, and noted it.")


def _sessions_within(logs: Sequence[SessionLog], *, domain: str) -> int:
    """How many sessions in a row, up to the latest, a domain was rated within its range."""
    count = 0
    for log in reversed(logs):
        score, low, high = log.domain_readings.get(domain, (None, None, None))
        if score is None:
            continue
        if low is None or high is None or not low <= score <= high:
            break
        count += 1
    return count


def _firmest(log: SessionLog) -> str:
    """The domain that was rated highest, or how many were level; nothing if none was rated."""
    rated = [
        (log.domain_readings[domain.id][0], domain.label)
        for domain in checklist(log.edition).domains
        if domain.id in log.domain_readings
    ]
    if not rated:
        return ""
    score, label = max(rated, key=lambda each: each[0])
    word = rating_words()[nearest_word(score)]
    level = sum(each[0] == score for each in rated)
    if level == len(rated) > 1:
        return _("All domains were level last time: %s.") % word
    if level > 1:
        return _("%(count)d domains reached “%(word)s” last time.") % {
            "count": level,
            "word": word,
        }
    return _("%(domain)s was firmest last time: %(word)s.") % {"domain": label, "word": word}
