"""The queue: trainees' logs that wait for a supervisor, the ones to talk about on top, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture, RuptureStep, SessionLog, Signal
from alliance.people.models import Membership, Supervision
from alliance.people.models.users import initials
from alliance.reviews.models import AgendaItem, Comment
from alliance.web.prepared import prepared

PAGE_SIZE = 25
WAITING, DISCUSS, SIGNED = "waiting", "discuss", "signed"
STATES = (WAITING, DISCUSS, SIGNED)
# What may want a word, in this order. Improvement, recovery and flat do not.
WORTH_A_WORD = [Signal.Kind.DROP, Signal.Kind.DECLINE, Signal.Kind.LOW_DOMAIN]
# In the order in which they are told.
QUESTION, ANSWERED, AMENDED, RUPTURE, SIGNAL, NOTHING = range(6)
# What a row tells of its log, its client and its author.
TOLD = (
    *("pk", "client__code", "number", "author__user__name", "held_on", "for_supervision"),
    *("version", "signed_off_version", "rank", "is_new", "rupture", "signal"),
)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """`why` is the reason for its place in words; empty where only its age counts."""

    log_id: UUID
    code: str
    session: str
    trainee: str
    initials: str
    held_on: date
    why: str
    mark: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class Queue:
    state: str
    trainee_id: UUID | None
    rows: tuple[QueueRow, ...]
    page: Page  # type: ignore[type-arg]
    counts: dict[str, int]
    oldest: date | None
    trainees: tuple[tuple[UUID, str], ...]

    def beside(self, log_id: UUID) -> tuple[UUID | None, UUID | None]:
        """The logs before and after this one, as far as this page of the queue goes."""
        ids = [row.log_id for row in self.rows]
        if log_id not in ids:
            return None, ids[0] if ids else None
        at = ids.index(log_id)
        return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)


@dataclass(frozen=True, kw_only=True)
class _Group:
    """How many logs of one trainee are in one state, and since when."""

    author: UUID
    author__user__name: str
    state: str
    count: int
    oldest: date


def queue(
    supervisor: Membership,
    *,
    today: date,
    state: str = WAITING,
    trainee_id: UUID | None = None,
    number: str = "1",
) -> Queue:
    """One page of it, in three queries."""
    read = _read_by(supervisor, on=today)
    logs: QuerySet[Any] = _with_state(SessionLog.objects.read_through(read, on=today), supervisor)
    groups = _groups(logs)
    trainees = {group.author: group.author__user__name for group in groups}
    if trainee_id in trainees:
        logs = logs.filter(author=trainee_id)
        groups = [group for group in groups if group.author == trainee_id]
    counts = {name: sum(group.count for group in groups if group.state == name) for name in STATES}
    latest_first = ["-signed_off_at"] if state == SIGNED else ["rank", "held_on"]
    in_state = _ranked(logs.filter(state=state), supervisor).order_by(*latest_first, "pk")
    paginator = Paginator(in_state.values_list(*TOLD, named=True), PAGE_SIZE)
    paginator.count = counts[state]
    page = paginator.get_page(number)
    return Queue(
        state=state,
        trainee_id=trainee_id if trainee_id in trainees else None,
        rows=tuple(_row(log) for log in page.object_list),
        page=page,
        counts=counts,
        oldest=min((group.oldest for group in groups if group.state == WAITING), default=None),
        trainees=tuple(sorted(trainees.items(), key=lambda each: each[1])),
    )


@prepared
def _read_by(supervisor: Membership, *, on: date) -> QuerySet[Supervision]:
    return Supervision.objects.read_by(supervisor, on=on)


def _groups(logs: QuerySet[Any]) -> Sequence[_Group]:
    grouped = logs.order_by().values("author", "author__user__name", "state")
    counted = grouped.annotate(count=Count("pk"), oldest=models.Min("held_on"))
    return [_Group(**group) for group in counted]


def _with_state(logs: QuerySet[Any], supervisor: Membership) -> QuerySet[Any]:
    """Each with `state`: signed off as it stands, on the agenda, or waiting."""
    on_agenda = AgendaItem.objects.open().put_by_or_for(supervisor).filter(log=OuterRef("pk"))
    state = Case(
        When(signed_off_version=F("version"), then=Value(SIGNED)),
        When(Exists(on_agenda), then=Value(DISCUSS)),
        default=Value(WAITING),
        output_field=models.CharField(),
    )
    annotated: QuerySet[Any] = logs.annotate(state=state)
    return annotated


def _ranked(logs: QuerySet[Any], supervisor: Membership) -> QuerySet[Any]:
    """Each with `rank`, by what it may want a word about, and whether it `is_new` to them.

    `rupture`: the state of one it marked or took up, while that isn't closed; `signal`: the kind
    of one it raised.
    """
    opened = Entry.objects.readings().filter(
        clinic=OuterRef("clinic"),
        object_id=OuterRef("pk"),
        user=supervisor.user_id,
        at__gte=OuterRef("changed_at"),
    )
    answered = Comment.objects.unread_by(supervisor).filter(log=OuterRef("pk"))
    unclosed = [Rupture.Status.OPEN, Rupture.Status.PARTLY]
    strained = RuptureStep.objects.filter(
        clinic=OuterRef("clinic"), log=OuterRef("pk"), rupture__status__in=unclosed
    ).order_by("rupture__status")
    raised = Signal.objects.current().filter(log=OuterRef("pk"), kind__in=WORTH_A_WORD)
    first = Case(*(When(kind=kind, then=place) for place, kind in enumerate(WORTH_A_WORD)))
    logs = logs.annotate(
        rupture=Subquery(strained.values("rupture__status")[:1]),
        signal=Subquery(raised.order_by(first).values("kind")[:1]),
        is_new=~Exists(opened),
    )
    annotated: QuerySet[Any] = logs.annotate(
        rank=Case(
            When(for_supervision=True, then=Value(QUESTION)),
            When(Exists(answered), then=Value(ANSWERED)),
            When(signed_off_at__isnull=False, then=Value(AMENDED)),
            When(rupture__isnull=False, then=Value(RUPTURE)),
            When(signal__isnull=False, then=Value(SIGNAL)),
            default=Value(NOTHING),
            output_field=models.PositiveSmallIntegerField(),
        )
    )
    return annotated


def _row(log: Any) -> QueueRow:
    words, mark = _why(log)
    return QueueRow(
        log_id=log.pk,
        code=log.client__code,
        session=_("session %d") % log.number,
        trainee=log.author__user__name,
        initials=initials(log.author__user__name),
        held_on=log.held_on,
        why=words,
        mark=mark,
        is_new=log.is_new,
    )


def _why(log: Any) -> tuple[str, str]:
    """The reasons in words, the one that ranks it first; and a mark of components/glyph.html."""
    words = []
    if log.for_supervision:
        words.append(_("asks for supervision"))
    if log.rank == ANSWERED:
        words.append(_("new answer"))
    if log.signed_off_version not in (None, log.version):
        words.append(_("amended since sign-off"))
    if log.rupture:
        is_open = log.rupture == Rupture.Status.OPEN
        words.append(_("open rupture") if is_open else _("partly repaired"))
    if log.signal:
        words.append(str(Signal.Kind(log.signal).label).lower())
    mark = log.rupture or ("low" if log.signal else "")
    return ", ".join(words).capitalize(), mark
