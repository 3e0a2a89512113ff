"""A trainee's course over months, for their supervisor and for themselves. Never beside another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Client, Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.absences import client_rhythms
from alliance.logbook.queries.own_growth import LOOKED_BACK, growth_in
from alliance.people.models import Membership, Supervision
from alliance.progress.queries.growth import GrowthPage, growth_page
from alliance.reviews.models import AgendaItem, SignOff, SupervisionSession
from alliance.web.charts.marks import RuptureStep as StepMark
from alliance.web.charts.marks import RuptureThread, SessionPoint
from alliance.web.charts.scale import Span, shared_span
from alliance.web.charts.sparkline import small_multiple

SINCE = timedelta(days=183)


class _Log(NamedTuple):
    client_id: UUID
    code: str
    held_on: date
    number: int
    score: float | None
    range_low: float | None
    range_high: float | None


@dataclass(frozen=True, kw_only=True)
class SmallMultiple:
    """One client: the last twenty sessions and their ruptures, drawn on the scale of the page."""

    client_id: UUID
    code: str
    number: int
    chart: SafeString
    look: str
    mark: str


@dataclass(frozen=True, kw_only=True)
class TraineeCourse:
    """`facts` are lines of words; nothing in them is a mark out of anything."""

    multiples: tuple[SmallMultiple, ...]
    growth: GrowthPage | None
    facts: tuple[tuple[str, str], ...]


def is_course_open_to(reader: Membership, trainee: Membership, *, on: date) -> bool:
    """To who reads the trainee's logs that day, and to the trainee while somebody does."""
    if reader.pk == trainee.pk:
        return Supervision.objects.running_on(on).filter(trainee=trainee).exists()
    return Supervision.objects.read_by(reader, on=on).filter(trainee=trainee).exists()


def trainees_of(reader: Membership, *, on: date) -> list[tuple[UUID, str]]:
    """Whom one reads that day: (member, name), by name."""
    read = Supervision.objects.read_by(reader, on=on)
    told = read.order_by("trainee__user__name").values_list("trainee", "trainee__user__name")
    return list(dict.fromkeys(told))


def trainee_course(trainee: Membership, *, reader: Membership, today: date) -> TraineeCourse:
    """In eleven queries, of the logs that `reader` may see, the last twelve months."""
    logs = SessionLog.objects.course_of(trainee, reader=reader, on=today)
    logs = logs.filter(held_on__gt=today - LOOKED_BACK, held_on__lte=today)
    steps = _steps(logs)
    return TraineeCourse(
        multiples=tuple(_multiples(logs, steps=steps)),
        growth=growth_page(growth_in(logs, today=today)),
        facts=tuple(_facts(trainee, logs=logs, steps=steps, today=today)),
    )


def _multiples(logs: QuerySet[SessionLog], *, steps: Sequence[RuptureStep]) -> list[SmallMultiple]:
    by_client: dict[UUID, list[_Log]] = defaultdict(list)
    names = ("client__code", "held_on", "number", "score", "range_low", "range_high")
    open_ones = logs.filter(client__closed_on__isnull=True).order_by("held_on", "number")
    for row in open_ones.values_list("client", *names):
        by_client[row[0]].append(_Log(*row))
    points = {
        client_id: [SessionPoint(r.held_on, r.score, r.range_low, r.range_high) for r in rows]
        for client_id, rows in by_client.items()
    }
    span = shared_span(list(points.values()))
    threads = _threads(steps)
    found = [
        _multiple(rows[-1], points=points[client_id], threads=threads.get(client_id, ()), span=span)
        for client_id, rows in by_client.items()
    ]
    return sorted(found, key=lambda each: each.code)


def _multiple(
    last: _Log, *, points: list[SessionPoint], threads: Sequence[RuptureThread], span: Span
) -> SmallMultiple:
    live = [thread for thread in threads if thread.is_live]
    words = {"open": _("Open rupture"), "partly": _("Partly repaired")}
    return SmallMultiple(
        client_id=last.client_id,
        code=last.code,
        number=last.number,
        chart=small_multiple(
            points, threads, span=span, label=_("The last sessions of %s, as a line") % last.code
        ),
        look=words[live[-1].state] if live else "",
        mark=live[-1].state if live else "",
    )


def _steps(logs: QuerySet[SessionLog]) -> list[RuptureStep]:
    """What these logs say of ruptures, in order; each with its rupture and its log's day."""
    told = RuptureStep.objects.told_in(logs).select_related("rupture", "log")
    return list(told.defer("what_happened", "client_response", "next_step"))


def _threads(steps: Sequence[RuptureStep]) -> Mapping[UUID, list[RuptureThread]]:
    marks: dict[UUID, list[StepMark]] = defaultdict(list)
    clients: dict[UUID, UUID] = {}
    for step in steps:
        state = "repaired" if step.status == Rupture.Status.LET_GO else step.status
        marks[step.rupture_id].append(StepMark(step.log.held_on, state))  # type: ignore[arg-type]
        clients[step.rupture_id] = step.rupture.client_id
    found: dict[UUID, list[RuptureThread]] = defaultdict(list)
    for rupture_id, told in marks.items():
        found[clients[rupture_id]].append(RuptureThread(tuple(told)))
    return found


def _facts(
    trainee: Membership, *, logs: QuerySet[SessionLog], steps: Sequence[RuptureStep], today: date
) -> list[tuple[str, str]]:
    return [
        (_("Logging"), _logging_words(trainee, logs=logs, today=today)),
        (_("From strain to repair"), repair_words(steps)),
        (_("Signed off"), _signed_words(trainee, logs=logs)),
        (_("Supervision in the last six months"), _supervision_words(trainee, today=today)),
    ]


def _logging_words(trainee: Membership, *, logs: QuerySet[SessionLog], today: date) -> str:
    """Whether a session seems to be missing, by the rhythm of each open client."""
    seen = logs.values("client")
    clients = Client.objects.of_clinician(trainee).open().filter(pk__in=seen)
    missing = [pk for pk, each in client_rhythms(clients, on=today).items() if each.is_log_missing]
    if not missing:
        return _("Nothing seems to be missing.")
    count = len(missing)
    words = ngettext(
        "With %d client a session seems to be missing.",
        "With %d clients a session seems to be missing.",
        count,
    )
    return words % count


def repair_words(steps: Sequence[RuptureStep]) -> str:
    """Days from the session that marked a rupture to the one that repaired it: the median."""
    first: dict[UUID, date] = {}
    days: list[int] = []
    unclosed: set[UUID] = set()
    for step in steps:
        began = first.setdefault(step.rupture_id, step.log.held_on)
        unclosed.add(step.rupture_id)
        if step.status == Rupture.Status.REPAIRED:
            days.append((step.log.held_on - began).days)
        if step.status in (Rupture.Status.REPAIRED, Rupture.Status.LET_GO):
            unclosed.discard(step.rupture_id)
    if not first:
        return _("No rupture was marked.")
    said = []
    if days:
        values = {"count": len(days), "days": round(median(days))}
        one = _("%(count)d repaired, after %(days)d days.")
        several = _("%(count)d repaired, half of them within %(days)d days.")
        said.append((one if len(days) == 1 else several) % values)
    if unclosed:
        said.append(ngettext("%d still open.", "%d still open.", len(unclosed)) % len(unclosed))
    return " ".join(said) or _("Let go.")


def _signed_words(trainee: Membership, *, logs: QuerySet[SessionLog]) -> str:
    signed = SignOff.objects.filter(clinic=trainee.clinic_id, log__in=logs.values("pk"))
    values = {"signed": signed.values("log").distinct().count(), "logs": logs.count()}
    return _("%(signed)d of %(logs)d logs.") % values


def _supervision_words(trainee: Membership, *, today: date) -> str:
    """What was held and agreed: days with a log of supervision, agenda items with words on them."""
    since = today - SINCE
    held = SupervisionSession.objects.filter(
        clinic=trainee.clinic_id, trainee=trainee, held_on__gt=since
    )
    days = held.values("held_on").distinct().count()
    agreed = AgendaItem.objects.filter(
        clinic=trainee.clinic_id, trainee=trainee, ticked_at__date__gt=since, agreed__isnull=False
    ).count()
    if not days and not agreed:
        return _("No session logged, nothing written down.")
    sessions = ngettext("%d session logged", "%d sessions logged", days) % days
    things = ngettext("%d thing agreed", "%d things agreed", agreed) % agreed
    return _("%(sessions)s, %(things)s.") % {"sessions": sessions, "things": things}
