"""The queue: trainees' logs that wait for a supervisor, the ones to talk about on top, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture, RuptureStep, SessionLog, Signal
from alliance.people.models import Membership
from alliance.reviews.models import AgendaItem, Comment

PAGE_SIZE = 40
WAITING, DISCUSS, SIGNED = "waiting", "discuss", "signed"
STATES = (WAITING, DISCUSS, SIGNED)
# What may want a word, in this order. Improvement, recovery and flat do not.
WORTH_A_WORD = [Signal.Kind.DROP, Signal.Kind.DECLINE, Signal.Kind.LOW_DOMAIN]
# In the order in which they are told.
QUESTION, ANSWERED, AMENDED, RUPTURE, SIGNAL, NOTHING = range(6)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """`why` is the reason for its place in words; empty where only its age counts."""

    log_id: UUID
    code: str
    number: int
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


def queue(
    supervisor: Membership,
    *,
    today: date,
    state: str = WAITING,
    trainee_id: UUID | None = None,
    number: str = "1",
) -> Queue:
    """One page of it, in six queries."""
    logs: QuerySet[Any] = _with_state(
        SessionLog.objects.under_review_by(supervisor, on=today), supervisor
    )
    trainees = dict(logs.values_list("author", "author__user__name").distinct())
    if trainee_id in trainees:
        logs = logs.filter(author=trainee_id)
    counted = logs.aggregate(
        **{name: Count("pk", filter=Q(state=name)) for name in STATES},
        oldest=models.Min("held_on", filter=Q(state=WAITING)),
    )
    in_state = _ranked(logs.filter(state=state), supervisor)
    latest_first = ["-signed_off_at"] if state == SIGNED else ["rank", "held_on"]
    ordered = in_state.order_by(*latest_first, "pk").select_related("client", "author__user")
    page = Paginator(ordered.defer("shared_note"), PAGE_SIZE).get_page(number)
    shown = list(page.object_list)
    return Queue(
        state=state,
        trainee_id=trainee_id if trainee_id in trainees else None,
        rows=tuple(_rows(shown)),
        page=page,
        counts={name: counted[name] for name in STATES},
        oldest=counted["oldest"],
        trainees=tuple(sorted(trainees.items(), key=lambda each: each[1])),
    )


def _with_state(logs: QuerySet[Any], supervisor: Membership) -> QuerySet[Any]:
    """Each with `state`: signed off as it stands, on the agenda, or waiting."""
    on_agenda = AgendaItem.objects.open().filter(log=OuterRef("pk"), supervisor=supervisor)
    state = Case(
        When(signed_off_version=F("version"), then=Value(SIGNED)),
        When(Exists(on_agenda), then=Value(DISCUSS)),
        default=Value(WAITING),
        output_field=models.CharField(),
    )
    annotated: QuerySet[Any] = logs.annotate(state=state)
    return annotated


def _ranked(logs: QuerySet[Any], supervisor: Membership) -> QuerySet[Any]:
    """Each with `rank`, by what it may want a word about, and whether it `is_new` to them."""
    opened = Entry.objects.filter(
        clinic=OuterRef("clinic"),
        object_id=OuterRef("pk"),
        user=supervisor.user_id,
        verb="opened",
        at__gte=OuterRef("changed_at"),
    )
    answered = Comment.objects.unread_by(supervisor).filter(log=OuterRef("pk"))
    unclosed = [Rupture.Status.OPEN, Rupture.Status.PARTLY]
    strained = RuptureStep.objects.filter(
        clinic=OuterRef("clinic"), log=OuterRef("pk"), rupture__status__in=unclosed
    )
    raised = Signal.objects.current().filter(log=OuterRef("pk"), kind__in=WORTH_A_WORD)
    rank = Case(
        When(for_supervision=True, then=Value(QUESTION)),
        When(Exists(answered), then=Value(ANSWERED)),
        When(signed_off_at__isnull=False, then=Value(AMENDED)),
        When(Exists(strained), then=Value(RUPTURE)),
        When(Exists(raised), then=Value(SIGNAL)),
        default=Value(NOTHING),
        output_field=models.PositiveSmallIntegerField(),
    )
    annotated: QuerySet[Any] = logs.annotate(rank=rank, is_new=~Exists(opened))
    return annotated


def _rows(logs: Sequence[SessionLog]) -> Iterable[QueueRow]:
    signals, ruptures = _signals(logs), _ruptures(logs)
    for log in logs:
        words, mark = _why(log, signals.get(log.pk, ""), ruptures.get(log.pk))
        yield QueueRow(
            log_id=log.pk,
            code=log.client.code,
            number=log.number,
            trainee=log.author.user.name,
            initials=log.author.user.initials,
            held_on=log.held_on,
            why=words,
            mark=mark,
            is_new=log.is_new,  # type: ignore[attr-defined]
        )


def _signals(logs: Sequence[SessionLog]) -> dict[UUID, str]:
    """What each raised, the first that is worth a word."""
    rows = Signal.objects.current().filter(log__in=logs, kind__in=WORTH_A_WORD)
    found: dict[UUID, str] = {}
    for signal in sorted(rows, key=lambda row: WORTH_A_WORD.index(Signal.Kind(row.kind))):
        found.setdefault(signal.log_id, signal.get_kind_display())
    return found


def _ruptures(logs: Sequence[SessionLog]) -> dict[UUID, Rupture]:
    """The rupture that each marked or took up, while it isn't closed."""
    steps = RuptureStep.objects.filter(log__in=logs).select_related("rupture")
    return {step.log_id: step.rupture for step in steps if not step.rupture.is_closed}


def _why(log: SessionLog, signal: str, rupture: Rupture | None) -> tuple[str, str]:
    """The reasons in words, the one that ranks it first; and a mark of components/glyph.html."""
    words = []
    if log.for_supervision:
        words.append(_("asks for supervision"))
    if log.rank == ANSWERED:  # type: ignore[attr-defined]
        words.append(_("new answer"))
    if log.signed_off_at is not None and log.signed_off_version != log.version:
        words.append(_("amended since sign-off"))
    if rupture is not None:
        is_open = rupture.status == Rupture.Status.OPEN
        words.append(_("open rupture") if is_open else _("partly repaired"))
    if signal:
        words.append(signal.lower())
    mark = rupture.status if rupture else ("low" if signal else "")
    return ", ".join(words).capitalize(), mark
