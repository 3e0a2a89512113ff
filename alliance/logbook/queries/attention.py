"""Which clients of a caseload to think of first, and why, with the rule in plain sight."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.catalogue.load import CURRENT_EDITION
from alliance.logbook.models import Client, Rupture, Signal
from alliance.logbook.models.absences import AWAY_SINCE
from alliance.logbook.queries.absences import (
    Rhythm,
    SeenClient,
    absences_of_caseload,
    by_client,
    rhythm,
    seen_clients,
)
from alliance.logbook.queries.signals import Explained, explained
from alliance.logbook.queries.waiting import ENDED_BY, RAISED_FIELDS, Raised, waiting
from alliance.people.models import Membership
from alliance.trends.attention import Mark, OpenClient, Reason, WaitingSignal, attention
from alliance.trends.rhythm import DAYS_LATE, GAPS_LOOKED_AT, LONG_GAP_DAYS
from alliance.trends.signals import Kind
from alliance.web.prepared import prepared

ENDING = "ending"
"""The context that a clinician gives to a client whose work is coming to its end."""
MARKING = [Kind.DROP.value, Kind.DECLINE.value]
ASKED_FOR = [*MARKING, *(ENDED_BY[kind].value for kind in MARKING)]


@dataclass(frozen=True)
class OpenRupture:
    opened_on: date
    is_partly_repaired: bool


@dataclass(frozen=True)
class CaseMark:
    """Why one client is marked. `why` explains it in one click; a signal can be answered.

    `sessions_since` counts those after the session that raised the signal.
    """

    client_id: UUID
    code: str
    mark: Mark
    why: Explained
    signal_id: UUID | None
    sessions_since: int
    rupture: OpenRupture | None


@dataclass(frozen=True)
class CaseloadAttention:
    """Marked clients in order, the others in the order given, signals beyond the cap."""

    marked: Sequence[CaseMark]
    rest: Sequence[UUID]
    held_back: Sequence[CaseMark]

    @property
    def held_back_line(self) -> str:
        """One line on what is not shown among the marks, or nothing."""
        count = len(self.held_back)
        if not count:
            return ""
        text = ngettext(
            "%d more client has a signal. A few at a time are marked.",
            "%d more clients have a signal. A few at a time are marked.",
            count,
        )
        return text % count


@dataclass(frozen=True)
class _Case:
    seen: SeenClient
    rhythm: Rhythm
    rupture: OpenRupture | None
    waiting: Sequence[Raised]


def caseload_attention(
    member: Membership, *, on: date, seen: Sequence[SeenClient] | None = None
) -> CaseloadAttention:
    """Weigh `member`'s open clients, in five queries however many they are.

    In three if the caller has read when each was seen.
    """
    if seen is None:
        seen = seen_clients(Client.objects.of_clinician(member).open(), on=on)
    cases = {str(case.seen.client_id): case for case in _cases(member, seen=seen, on=on)}
    found = attention([_to_weigh(case, on=on) for case in cases.values()], today=on)
    return CaseloadAttention(
        marked=[_case_mark(mark, case=cases[mark.client], on=on) for mark in found.marked],
        rest=[UUID(key) for key in found.rest],
        held_back=[_case_mark(mark, case=cases[mark.client], on=on) for mark in found.held_back],
    )


def _cases(member: Membership, *, seen: Sequence[SeenClient], on: date) -> list[_Case]:
    away = by_client(absences_of_caseload(member, on=on))
    ruptures, raised = _open_ruptures(member), _raised(member, on=on)
    return [
        _Case(
            seen=each,
            rhythm=rhythm(each.held_on, absences=away.get(each.client_id, ()), on=on),
            rupture=ruptures.get(each.client_id),
            waiting=waiting(raised.get(each.client_id, ()), last_number=each.number),
        )
        for each in seen
    ]


def _open_ruptures(member: Membership) -> Mapping[UUID, OpenRupture]:
    """The oldest open rupture of each client that has one."""
    return {
        client_id: OpenRupture(opened_on, status == Rupture.Status.PARTLY)
        for client_id, opened_on, status in _ruptures_of_caseload(member)
    }


@prepared
def _ruptures_of_caseload(member: Membership) -> QuerySet[Rupture, tuple[UUID, date, str]]:
    own = Client.objects.of_clinician(member).open()
    rows = Rupture.objects.kept().unclosed().filter(client__in=own).order_by("-opened_in__held_on")
    return rows.values_list("client_id", "opened_in__held_on", "status")


def _raised(member: Membership, *, on: date) -> Mapping[UUID, list[Raised]]:
    raised = defaultdict(list)
    for client_id, *facts in _raised_in_caseload(member, on=on):
        raised[client_id].append(Raised(*facts))
    return raised


@prepared
def _raised_in_caseload(member: Membership, *, on: date) -> QuerySet[Signal, tuple[Any, ...]]:
    own = Client.objects.of_clinician(member).open()
    rows = Signal.objects.current().with_due()
    rows = rows.filter(client__in=own, kind__in=ASKED_FOR, log__held_on__gt=on - AWAY_SINCE)
    return rows.values_list("client_id", *RAISED_FIELDS)


def _to_weigh(case: _Case, *, on: date) -> OpenClient:
    return OpenClient(
        key=str(case.seen.client_id),
        sessions=case.seen.number,
        last_held_on=case.seen.last_held_on,
        rupture_open_since=case.rupture.opened_on if case.rupture else None,
        waiting=[
            WaitingSignal(raised_on=each.held_on, signal=each.signal)
            for each in case.waiting
            if each.kind in MARKING
        ],
        is_gap_long=case.rhythm.is_gap_long,
        is_log_missing=case.rhythm.is_log_missing,
        ends_on=on if ENDING in case.seen.contexts else None,
    )


def _case_mark(mark: Mark, *, case: _Case, on: date) -> CaseMark:
    raised = next((each for each in case.waiting if each.kind == mark.reason.value), None)
    is_signal = mark.signal is not None and raised is not None
    return CaseMark(
        client_id=case.seen.client_id,
        code=case.seen.code,
        mark=mark,
        why=_why(mark, case=case, on=on),
        signal_id=raised.signal_id if raised and is_signal else None,
        sessions_since=case.seen.number - raised.number if raised and is_signal else 0,
        rupture=case.rupture,
    )


def _why(mark: Mark, *, case: _Case, on: date) -> Explained:
    if mark.signal is not None:
        return explained(mark.signal, code=case.seen.code, edition=CURRENT_EDITION)
    glyph, sentence, rule = "", "", ""
    match mark.reason:
        case Reason.OPEN_RUPTURE:
            glyph = "partly" if case.rupture and case.rupture.is_partly_repaired else "open"
            sentence = _("A rupture that you marked is not closed yet.")
            rule = _("A client comes first until each rupture is repaired or let go.")
        case Reason.FIRST_SESSIONS:
            sentence = _("You are just beginning.")
            rule = _("The first three sessions are marked: there is no usual range yet.")
        case Reason.LONG_GAP:
            sentence = _("You have not met for a while.")
            rule = _(
                "A gap is long after %(days)d days, or twice the usual time between sessions if"
                " that is longer. Noted absences don’t count."
            ) % {"days": LONG_GAP_DAYS}
        case Reason.MISSING_LOG:
            sentence = _("A session was due, and nothing is logged or noted.")
            rule = _(
                "A session is due after the usual time between sessions, the middle one of the"
                " last %(gaps)d. It is missing from %(days)d days later on."
            ) % {"gaps": GAPS_LOOKED_AT, "days": DAYS_LATE}
        case Reason.PLANNED_ENDING:
            sentence = _("An ending is planned.")
            rule = _("You said so among what applies to this client.")
    numbers = _last_seen(case.seen.last_held_on, rupture=case.rupture, on=on)
    return Explained(mark=glyph, sentence=sentence, rule=rule, numbers=numbers, chance="")


def _last_seen(last_held_on: date | None, *, rupture: OpenRupture | None, on: date) -> str:
    if rupture:
        return _("Marked on %s.") % date_format(rupture.opened_on, "j F Y")
    if last_held_on is None:
        return _("No session is logged yet.")
    days = (on - last_held_on).days
    text = ngettext(
        "Last seen on %(day)s, %(days)d day ago.", "Last seen on %(day)s, %(days)d days ago.", days
    )
    return text % {"day": date_format(last_held_on, "j F Y"), "days": days}
