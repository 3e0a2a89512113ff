"""How often clients come, and what is known of the days on which they didn't."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from alliance.logbook.models import Absence, Client, SessionLog
from alliance.logbook.models.absences import AWAY_SINCE
from alliance.people.models import Membership
from alliance.trends.rhythm import GAPS_LOOKED_AT, is_gap_long, is_log_missing, usual_gap_days
from alliance.trends.rhythm import Absence as Away
from alliance.web.prepared import prepared

LATEST_SHOWN = 12
# Two sessions may fall on one day, so a few more than the gaps need.
SESSIONS_READ = 2 * (GAPS_LOOKED_AT + 1)


@dataclass(frozen=True)
class SeenClient:
    """A client with the days of the latest sessions. `number` counts those before Alliance too."""

    client_id: UUID
    code: str
    contexts: Sequence[str]
    number: int
    last_held_on: date | None
    held_on: Sequence[date]


@dataclass(frozen=True)
class Rhythm:
    """Whether a client has not been seen for long, or a session was due and nothing was noted."""

    is_gap_long: bool
    is_log_missing: bool


def latest_absences(client: Client) -> list[Absence]:
    return list(Absence.objects.of_client(client)[:LATEST_SHOWN])


def missed_before(client: Client, *, last_held_on: date | None, on: date) -> bool:
    """Whether the session before the one on `on` fell out. One query; none before the first."""
    if last_held_on is None:
        return False
    return Absence.objects.of_client(client).missed_between(last_held_on, on).exists()


def client_rhythms(clients: QuerySet[Client], *, on: date) -> dict[UUID, Rhythm]:
    """The rhythm of each client, in three queries however many they are."""
    away = by_client(Absence.objects.filter(client__in=clients).lately(on))
    return {
        each.client_id: rhythm(each.held_on, absences=away.get(each.client_id, ()), on=on)
        for each in seen_clients(clients, on=on)
    }


@prepared
def absences_of_caseload(member: Membership, *, on: date) -> QuerySet[Absence]:
    """Of `member`'s open clients, those that bear on a gap until `on`."""
    own = Client.objects.of_clinician(member).open()
    return Absence.objects.filter(client__in=own).lately(on)


def rhythm(held_on: Sequence[date], *, absences: Iterable[Absence], on: date) -> Rhythm:
    """The rhythm of one client from the days of their latest sessions."""
    away = [
        days for absence in absences if (days := _away(absence, held_on=held_on, on=on)) is not None
    ]
    return Rhythm(
        is_gap_long=is_gap_long(held_on, today=on, absences=away),
        is_log_missing=is_log_missing(held_on, today=on, absences=away),
    )


def by_client(absences: Iterable[Absence]) -> Mapping[UUID, list[Absence]]:
    found = defaultdict(list)
    for absence in absences:
        found[absence.client_id].append(absence)
    return found


def seen_clients(clients: QuerySet[Client], *, on: date) -> list[SeenClient]:
    """When each client was seen lately, in two queries; of one seen long ago the last day only."""
    days = _latest_days(clients, on=on)
    last = SessionLog.objects.kept().in_order().reverse()
    last = last.filter(clinic=OuterRef("clinic"), client=OuterRef("pk"))
    rows = clients.annotate(
        last_held_on=Subquery(last.values("held_on")[:1]),
        last_number=Subquery(last.values("number")[:1]),
    ).values_list("pk", "code", "contexts", "sessions_before", "last_held_on", "last_number")
    return [
        SeenClient(
            client_id=pk,
            code=code,
            contexts=contexts,
            number=last_number or sessions_before,
            last_held_on=last_held_on,
            held_on=days.get(pk) or [day for day in [last_held_on] if day],
        )
        for pk, code, contexts, sessions_before, last_held_on, last_number in rows
    ]


def _away(absence: Absence, *, held_on: Sequence[date], on: date) -> Away | None:
    """The days that an absence accounts for.

    A session that fell out accounts for the one due nearest, since it is noted when one thinks of
    it, not always on its day. What has no end goes on until there is a session.
    """
    if absence.is_one_session:
        reach = timedelta(days=max(0, ((usual_gap_days(held_on) or 0) - 1) // 2))
        return Away(absence.starts_on - reach, absence.starts_on + reach)
    if absence.ends_on is None and any(day >= absence.starts_on for day in held_on):
        return None
    return Away(absence.starts_on, absence.ends_on or on)


def _latest_days(clients: QuerySet[Client], *, on: date) -> Mapping[UUID, list[date]]:
    place = Window(RowNumber(), partition_by="client_id", order_by=F("held_on").desc())
    rows = (
        SessionLog.objects.filter(client__in=clients, trashed_at__isnull=True)
        .filter(held_on__gt=on - AWAY_SINCE)
        .annotate(place=place)
        .filter(place__lte=SESSIONS_READ)
        .order_by("client_id", "-place")
        .values_list("client_id", "held_on")
    )
    days = defaultdict(list)
    for client_id, held_on in rows:
        days[client_id].append(held_on)
    return days
