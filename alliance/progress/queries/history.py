"""A client's sessions as a list: where each lay, what it marked, what was taken up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist, guidance
from alliance.logbook.models import Client, Rupture, SessionLog, Suggestion
from alliance.web.prepared import prepared

type Reading = Sequence[float | None]


@dataclass(frozen=True)
class SessionLine:
    """One session of the list. `marks` are glyphs of the ruptures it says something about."""

    log_id: UUID
    number: int
    held_on: date
    words: str
    marks: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]
    is_signed_off: bool


def session_lines(
    logs: Sequence[SessionLog],
    *,
    taken: Mapping[UUID, Sequence[str]],
    marks: Mapping[UUID, Sequence[str]],
) -> list[SessionLine]:
    """Lines for `logs`, the latest first. `marks` are the states that a log left ruptures in."""
    return [
        SessionLine(
            log_id=log.pk,
            number=log.number,
            held_on=log.held_on,
            words=where_it_lay(log),
            marks=tuple((_glyph(state), _state_words(state)) for state in marks.get(log.pk, ())),
            taken=tuple(taken.get(log.pk, ())),
            is_signed_off=log.is_signed_off,
        )
        for log in reversed(logs)
    ]


def taken_titles(logs: Sequence[SessionLog]) -> dict[UUID, list[str]]:
    """The titles of the cards that were taken after each of `logs`, in one query."""
    if not logs:
        return {}
    titles: dict[UUID, list[str]] = {log.pk: [] for log in logs}
    rows = _taken_between(logs[0].client, logs[0].held_on, logs[-1].held_on)
    for log_id, edition, card_id in rows:
        card = guidance(edition).cards.get(card_id)
        if card and log_id in titles:
            titles[log_id].append(card.title)
    return titles


@prepared
def _taken_between(
    client: Client, first: date, last: date
) -> QuerySet[Suggestion, tuple[UUID, int, str]]:
    own = Suggestion.objects.filter(clinic=client.clinic_id, client=client)
    taken = own.filter(log__held_on__gte=first, log__held_on__lte=last, taken_at__isnull=False)
    return taken.order_by("rank").values_list("log_id", "edition", "card")


def where_it_lay(log: SessionLog) -> str:
    """A session against the usual range: what lay below first, then above."""
    if log.score is None:
        return _("Not rated")
    if log.range_low is None or log.range_high is None:
        return _("Before there was a usual range")
    if below := _domains(log, is_below=True):
        return _told(below, one=_("%s below usual"), two=_("%(first)s, and %(second)s below usual"))
    if log.score < log.range_low:
        return _("Lower than usual")
    if log.score > log.range_high:
        return _("Higher than usual")
    if above := _domains(log, is_below=False):
        return _told(above, one=_("%s above usual"), two=_("%(first)s, and %(second)s above usual"))
    return _("Within usual range")


def _domains(log: SessionLog, *, is_below: bool) -> list[str]:
    """The names of the domains that lie below, or else above, their range."""
    return [
        domain.label
        for domain in checklist(log.edition).domains
        if _lies(log.domain_readings.get(domain.id), is_below=is_below)
    ]


def _lies(reading: Reading | None, *, is_below: bool) -> bool:
    score, low, high = reading or (None, None, None)
    if score is None or low is None or high is None:
        return False
    return score < low if is_below else score > high


def _told(names: Sequence[str], *, one: str, two: str) -> str:
    if len(names) == 1:
        return one % names[0]
    first, second, *others = names
    if not others:
        return two % {"first": first, "second": _in_sentence(second)}
    return one % (_("%(first)s and %(count)d more") % {"first": first, "count": len(names) - 1})


def _glyph(state: str) -> str:
    return "repaired" if state == Rupture.Status.LET_GO else state


def _state_words(state: str) -> str:
    return {
        "open": _("Rupture noticed"),
        "partly": _("Partly repaired"),
        "repaired": _("Repaired"),
        "let_go": _("Let go"),
    }[state]


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]
