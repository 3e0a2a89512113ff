"""What each client adds to the figures of each month. Never shown: `month_of` makes it publishable.

The whole clinic's, or one clinician's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Min, Q

from alliance.logbook.models import Absence, Client, Rupture, SessionLog
from alliance.people.models import Clinic, Membership, Supervision, TeamPlace
from alliance.trends.clinic_month import ClientMonth
from alliance.trends.expected import missing_on
from alliance.trends.months import last_day, month_of_day, months_later
from alliance.trends.rhythm import Absence as Away

# So many months of sessions tell a client's rhythm: seven sessions of one who comes monthly.
MONTHS_OF_RHYTHM = 8
NO_TEAM = ""
FAR = date(9000, 1, 1)


@dataclass(frozen=True, slots=True)
class Held:
    """One session."""

    on: date
    line: str


@dataclass(frozen=True, slots=True)
class Waited:
    """A log that waited for its review, from the day it was held up to and without `until`."""

    since: date
    until: date | None


@dataclass(slots=True)
class Course:
    """Everything of one client that figures are made of."""

    client: Client
    team: str
    sessions: list[Held] = field(default_factory=list)
    absences: list[Away] = field(default_factory=list)
    ruptures: list[Rupture] = field(default_factory=list)
    waited: list[Waited] = field(default_factory=list)


def first_month(clinic: Clinic) -> date | None:
    """The month of the first session that was logged; None before there is one."""
    held = SessionLog.objects.kept().filter(clinic=clinic).aggregate(first=Min("held_on"))
    return month_of_day(held["first"]) if held["first"] else None


def month_facts(
    clinic: Clinic, months: Sequence[date], *, today: date, of: Membership | None = None
) -> dict[date, list[ClientMonth]]:
    """The facts of each of `months` (in order, without a gap), in seven queries.

    `of`: those of one clinician's clients alone. A month that still runs is told up to `today`.
    """
    courses = _courses(clinic, of=of)
    # By the ids of the clients, one person's rows are found without reading those of the clinic.
    whose = Q(clinic=clinic) if of is None else Q(clinic=clinic, client__in=list(courses))
    _add_sessions(courses, whose, since=months_later(months[0], -MONTHS_OF_RHYTHM))
    _add_absences(courses, whose)
    _add_ruptures(courses, whose)
    _add_waiting(courses, whose, clinic)
    facts: dict[date, list[ClientMonth]] = {month: [] for month in months}
    for course in courses.values():
        for month, fact in _facts(course, months, today=today):
            facts[month].append(fact)
    return facts


def _courses(clinic: Clinic, *, of: Membership | None) -> dict[UUID, Course]:
    """A client counts in one team: of its clinician, and of several the one joined first."""
    clients = Client.objects.kept().filter(clinic=clinic)
    if of is not None:
        clients = clients.filter(clinician=of)
    places = TeamPlace.objects.filter(clinic=clinic, team__closed_at__isnull=True)
    joined = places.order_by("-pk").values_list("member", "team")
    team_of = {member: str(team) for member, team in joined}
    told = clients.only("pk", "clinician_id", "started_on", "closed_on", "closing_reason")
    return {client.pk: Course(client, team_of.get(client.clinician_id, NO_TEAM)) for client in told}


def _add_sessions(courses: dict[UUID, Course], whose: Q, *, since: date) -> None:
    logs = SessionLog.objects.kept().filter(whose, held_on__gte=since)
    rows = logs.order_by("held_on", "number").values_list(
        "client", "held_on", "score", "range_low", "range_high"
    )
    for client, held_on, score, low, high in rows.iterator(2000):
        if client in courses:
            courses[client].sessions.append(Held(held_on, _line(score, low, high)))


def _line(score: float | None, low: float | None, high: float | None) -> str:
    if score is None or low is None or high is None:
        return "early"
    if score < low:
        return "below"
    return "above" if score > high else "within"


def _add_absences(courses: dict[UUID, Course], whose: Q) -> None:
    """One without an end lasts until the next session; `missing_on` asks only about days before."""
    rows = Absence.objects.filter(whose)
    for client, starts_on, ends_on in rows.values_list("client", "starts_on", "ends_on"):
        if course := courses.get(client):
            later = (held.on for held in course.sessions if held.on > starts_on)
            course.absences.append(Away(starts_on, ends_on or next(later, FAR)))


def _add_ruptures(courses: dict[UUID, Course], whose: Q) -> None:
    rows = Rupture.objects.kept().filter(whose)
    for rupture in rows.select_related("opened_in", "closed_in").only(
        "client_id", "status", "opened_in__held_on", "closed_in__held_on"
    ):
        if rupture.client_id in courses:
            courses[rupture.client_id].ruptures.append(rupture)


def _add_waiting(courses: dict[UUID, Course], whose: Q, clinic: Clinic) -> None:
    """Logs that a supervisor may read, from the session up to the sign-off or the end of it all."""
    agreed = Supervision.objects.filter(clinic=clinic, agreed_at__isnull=False)
    lasting: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for trainee, starts_on, ends_on in agreed.values_list("trainee", "starts_on", "ends_on"):
        lasting[trainee].append((starts_on, ends_on))
    logs = SessionLog.objects.kept().filter(whose, author__in=list(lasting))
    rows = logs.values_list("client", "author", "held_on", "signed_off_at__date")
    for client, author, held_on, signed_on in rows.iterator(2000):
        ends = [end for start, end in lasting[author] if start <= held_on]
        if client in courses and ends:
            last = None if None in ends else max(end for end in ends if end)
            until = min((day for day in (signed_on, last) if day), default=None)
            courses[client].waited.append(Waited(held_on, until))


# --- one client ---------------------------------------------------------------------------------


def _facts(
    course: Course, months: Sequence[date], *, today: date
) -> Iterable[tuple[date, ClientMonth]]:
    """The months in which the client has any part."""
    held: dict[date, list[Held]] = defaultdict(list)
    for session in course.sessions:
        held[month_of_day(session.on)].append(session)
    missing = _missing(course, until=min(last_day(months[-1]), today))
    opened, closed = course.client.started_on, course.client.closed_on
    for month in months:
        end = min(last_day(month), today)
        sessions = held.get(month, [])
        is_over = closed is not None and closed <= end
        fact = ClientMonth(
            client=str(course.client.pk),
            team=course.team,
            sessions=len(sessions),
            missing=missing.get(month, 0),
            line=sessions[-1].line if sessions else "",
            strained_days=None if is_over else _strained_days(course.ruptures, on=end),
            waiting_days=_waiting_days(course.waited, on=end),
            is_opened=month_of_day(opened) == month,
            closed=course.client.closing_reason if closed and month_of_day(closed) == month else "",
            repaired_days=tuple(_repaired_days(course.ruptures, month)),
        )
        if fact != ClientMonth(client=fact.client, team=fact.team):
            yield month, fact


def _missing(course: Course, *, until: date) -> dict[date, int]:
    closed = course.client.closed_on
    days = [session.on for session in course.sessions]
    last = until if closed is None else min(until, closed)
    counted: dict[date, int] = defaultdict(int)
    for day in missing_on(days, until=last, absences=course.absences):
        counted[month_of_day(day)] += 1
    return counted


def _strained_days(ruptures: Iterable[Rupture], *, on: date) -> int | None:
    """How long the oldest rupture that was open on that day had been there."""
    return max(
        (
            (on - rupture.opened_in.held_on).days
            for rupture in ruptures
            if rupture.opened_in.held_on <= on and _is_open(rupture, on=on)
        ),
        default=None,
    )


def _is_open(rupture: Rupture, *, on: date) -> bool:
    if not rupture.is_closed:
        return True
    return rupture.closed_in is not None and rupture.closed_in.held_on > on


def _repaired_days(ruptures: Iterable[Rupture], month: date) -> Iterable[int]:
    for rupture in ruptures:
        closing = rupture.closed_in
        if closing is None or rupture.status != Rupture.Status.REPAIRED:
            continue
        if month_of_day(closing.held_on) == month:
            yield (closing.held_on - rupture.opened_in.held_on).days


def _waiting_days(waited: Iterable[Waited], *, on: date) -> int | None:
    waiting = (
        (on - each.since).days
        for each in waited
        if each.since <= on and (each.until is None or each.until > on)
    )
    return max(waiting, default=None)
