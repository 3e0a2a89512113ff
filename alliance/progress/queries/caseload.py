"""The caseload: one's open clients, each with a small chart and one mark at most."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from alliance.logbook.models import Client, SessionLog
from alliance.logbook.queries.absences import SeenClient
from alliance.logbook.queries.attention import CaseMark, caseload_attention
from alliance.logbook.queries.signals import Explained
from alliance.people.models import Membership
from alliance.progress.queries.case_words import Words, mark_words, quiet_words
from alliance.progress.queries.shifts import is_over
from alliance.progress.queries.usually_seen import Habit, Start, usually_seen
from alliance.trends.attention import Reason
from alliance.web.charts.marks import RuptureStep, RuptureThread, SessionPoint
from alliance.web.charts.scale import Span, shared_span
from alliance.web.charts.sparkline import sparkline
from alliance.web.prepared import prepared
from alliance.web.templatetags.dates import ago, short_day

SESSIONS_DRAWN = 17


class _Log(NamedTuple):
    """What is read of a log: fields of `SessionLog`. Reading a row costs more than drawing it."""

    held_on: date
    started_at: time | None
    number: int
    score: float | None
    range_low: float | None
    range_high: float | None


@dataclass(frozen=True)
class Case:
    """What is known of one open client. `points` are the last sessions, begun at `started_at`."""

    seen: SeenClient
    points: Sequence[SessionPoint]
    started_at: Sequence[time | None]


@dataclass(frozen=True)
class Row:
    """One line of the caseload, ready to print. `why` explains its mark, if it has one."""

    client_id: UUID
    code: str
    words: Words
    why: Explained | None
    signal_id: UUID | None
    sparkline: SafeString
    last_held_on: date | None
    ago: str
    day: str
    session: str


@dataclass(frozen=True)
class Caseload:
    """Rows that need a look come first. `held_back` are clients with a signal beyond the cap."""

    rows: Sequence[Row]
    held_back: Sequence[CaseMark]
    held_back_line: str
    starts: Sequence[Start]
    next_seen: Sequence[Start]

    @cached_property
    def by_code(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: _natural(row.code))

    @cached_property
    def by_last_session(self) -> list[Row]:
        return sorted(self.rows, key=lambda row: row.last_held_on or date.min, reverse=True)


def caseload(member: Membership, *, now: datetime) -> Caseload:
    """`member`'s open clients, in five queries however many they are.

    `now` by the clock of the clinic.
    """
    today = now.date()
    cases = _cases(member)
    found = caseload_attention(member, on=today, seen=[case.seen for case in cases.values()])
    marks = {mark.client_id: mark for mark in found.marked}
    usual = usually_seen([Habit(case.seen, case.started_at) for case in cases.values()], now=now)
    span = shared_span([case.points for case in cases.values()])
    return Caseload(
        rows=[
            _row(cases[client_id], mark=marks.get(client_id), span=span, today=today)
            for client_id in [*marks, *found.rest]
        ],
        held_back=found.held_back,
        held_back_line=found.held_back_line,
        starts=usual.today,
        next_seen=usual.next,
    )


def _cases(member: Membership) -> dict[UUID, Case]:
    """Clients by id, in the order of their codes."""
    logs = _last_logs(member)
    return {
        client_id: _case(client_id, code, contexts, sessions_before, logs.get(code, []))
        for client_id, code, contexts, sessions_before in sorted(
            _open_clients(member), key=lambda row: _natural(row[1])
        )
    }


@prepared
def _open_clients(member: Membership) -> QuerySet[Client, tuple[UUID, str, list[str], int]]:
    own = Client.objects.of_clinician(member).open()
    return own.values_list("pk", "code", "contexts", "sessions_before")


def _case(
    client_id: UUID, code: str, contexts: list[str], sessions_before: int, logs: Sequence[_Log]
) -> Case:
    last = logs[-1] if logs else None
    seen = SeenClient(
        client_id=client_id,
        code=code,
        contexts=contexts,
        number=last.number if last else sessions_before,
        last_held_on=last.held_on if last else None,
        held_on=[log.held_on for log in logs],
    )
    points = [SessionPoint(log.held_on, log.score, log.range_low, log.range_high) for log in logs]
    return Case(seen=seen, points=points, started_at=[log.started_at for log in logs])


def _last_logs(member: Membership) -> Mapping[str, list[_Log]]:
    """The last sessions of each client by code, in order."""
    logs = defaultdict(list)
    for code, *facts in _logs_of_caseload(member):
        logs[code].append(_Log(*facts))
    return {code: found[-SESSIONS_DRAWN:] for code, found in logs.items()}


@prepared
def _logs_of_caseload(member: Membership) -> QuerySet[Client, tuple[Any, ...]]:
    """Joined from the clients, so that each needs a piece of one index and no more."""
    own = Client.objects.of_clinician(member).open()
    last = _counted_back(own) if connection.vendor == "postgresql" else _from_a_day_on(own)
    rows = last.order_by(
        "code", "logs__held_on", F("logs__started_at").asc(nulls_first=True), "logs__pk"
    )
    return rows.values_list("code", *(f"logs__{name}" for name in _Log._fields))


def _from_a_day_on(own: QuerySet[Client]) -> QuerySet[Client]:
    """The end of an index only, however long ago the first session was."""
    kept = SessionLog.objects.filter(
        clinic=OuterRef("clinic"), client=OuterRef("pk"), trashed_at__isnull=True
    )
    earliest = kept.order_by("-held_on").values("held_on")[SESSIONS_DRAWN - 1 : SESSIONS_DRAWN]
    return own.filter(
        logs__clinic=F("clinic"),
        logs__trashed_at__isnull=True,
        logs__held_on__gte=Coalesce(Subquery(earliest), Value(date.min)),
    )


def _counted_back(own: QuerySet[Client]) -> QuerySet[Client]:
    """All of these clients' sessions, and none of others.

    Behind the wall between clinics PostgreSQL takes no subquery for the condition of an index: to
    find the day as above it would look at every log of the clinic.
    """
    latest_first = [
        F("logs__held_on").desc(),
        F("logs__started_at").desc(nulls_last=True),
        F("logs__pk").desc(),
    ]
    place = Window(RowNumber(), partition_by="pk", order_by=latest_first)
    joined = own.filter(logs__clinic=F("clinic"), logs__trashed_at__isnull=True)
    return joined.annotate(place=place).filter(place__lte=SESSIONS_DRAWN)


def _row(case: Case, *, mark: CaseMark | None, span: Span, today: date) -> Row:
    last = case.seen.last_held_on
    words = _words(case, mark=mark, today=today)
    return Row(
        client_id=case.seen.client_id,
        code=case.seen.code,
        words=words,
        why=mark.why if mark and words.glyph else None,
        signal_id=mark.signal_id if mark and words.glyph else None,
        sparkline=_sparkline(case, mark=mark, span=span) if case.points else SafeString(""),
        last_held_on=last,
        ago=ago(last, today) if last else "",
        day=short_day(last, today) if last else "",
        session=_("session %d") % case.seen.number if last else "",
    )


def _words(case: Case, *, mark: CaseMark | None, today: date) -> Words:
    scores = [point.score for point in case.points]
    if mark is None or is_over(mark.mark.signal, scores=scores):
        return quiet_words(case.points)
    words = mark_words(
        mark.mark,
        sessions_since=mark.sessions_since,
        is_partly_repaired=bool(mark.rupture and mark.rupture.is_partly_repaired),
        today=today,
    )
    return words or quiet_words(case.points)


def _sparkline(case: Case, *, mark: CaseMark | None, span: Span) -> SafeString:
    thread = None
    if mark and mark.rupture:
        state = "partly" if mark.rupture.is_partly_repaired else "open"
        thread = RuptureThread((RuptureStep(mark.rupture.opened_on, state),))  # type: ignore[arg-type]
    points = list(case.points)
    if mark and mark.mark.reason is Reason.DROP and mark.sessions_since == 0:
        points[-1] = replace(points[-1], signal="drop")
    label = _("The last sessions of %s, as a line") % case.seen.code
    return sparkline(points, span=span, size="wide", label=label, rupture=thread)


def _natural(code: str) -> list[tuple[int, str]]:
    """So that K-9 comes before K-14."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", code)]
