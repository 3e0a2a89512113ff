"""What the log form needs to know before it can be drawn."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, PositiveSmallIntegerField, QuerySet, Value

from alliance.catalogue.checklist import Checklist
from alliance.catalogue.contexts import derive
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance
from alliance.logbook.models import Absence, Client, Rupture, RuptureStep, SessionLog, Suggestion
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.people.queries.places import supervisor_names
from alliance.web.prepared import prepared

DEFAULT_MINUTES = 50
# Id, kind or card, status or outcome, day, edition of a card.
type _LeftOpen = tuple[UUID, str, str, date, int]


@dataclass(frozen=True)
class OpenThread:
    """A rupture that is still open before this session."""

    rupture_id: UUID
    kind: str
    status: str
    opened_on: date


@dataclass(frozen=True)
class TakenCard:
    """A suggestion that the clinician meant to try in this session."""

    suggestion_id: UUID
    title: str


@dataclass(frozen=True)
class FormFrame:
    """A blank form for one session: who is asked about, and what is known of the time before."""

    checklist: Checklist
    clients: tuple[Client, ...]
    client: Client | None
    number: int
    last: SessionLog | None
    last_intention: str
    threads: tuple[OpenThread, ...]
    taken: tuple[TakenCard, ...]
    readers: tuple[str, ...]
    is_trainee: bool
    missed_before: bool
    # How long the clinic lets a log be held back; and until when the one being changed is.
    holding_back_days: int = 0
    held_back_until: date | None = None
    # The first day on which another log took up the rupture that this one opened.
    taken_up_on: date | None = None

    @property
    def last_ratings(self) -> Mapping[str, int | str]:
        return self.last.ratings if self.last else {}

    @property
    def minutes(self) -> int:
        return self.last.minutes if self.last else DEFAULT_MINUTES

    @property
    def setting(self) -> str:
        return self.last.setting if self.last else SessionLog.Setting.IN_PERSON.value

    def contexts_of(self, setting: str) -> frozenset[str]:
        """The contexts that follow from facts."""
        return derive(
            session_number=self.number,
            setting=setting,
            is_trainee=self.is_trainee,
            missed_before=self.missed_before,
        )


@dataclass(frozen=True)
class _Before:
    """What a client brings from earlier sessions; without a client there is no number yet."""

    number: int = 0
    last: SessionLog | None = None
    last_intention: str = ""
    threads: tuple[OpenThread, ...] = field(default=())
    taken: tuple[TakenCard, ...] = field(default=())
    missed: bool = False


def blank_frame() -> FormFrame:
    """The frame for a page that is kept on a device: it knows no client and nobody's name."""
    return FormFrame(
        checklist=checklist(CURRENT_EDITION),
        clients=(),
        client=None,
        number=0,
        last=None,
        last_intention="",
        threads=(),
        taken=(),
        readers=(),
        is_trainee=False,
        missed_before=False,
    )


def form_frame(
    member: Membership,
    *,
    client_id: str | None,
    on: date,
    log: SessionLog | None = None,
    named: Collection[UUID] = (),
) -> FormFrame:
    """The frame for a new log, or for changing `log`. In six queries at most.

    `client_id` is an id or a code as it came from the browser; anything that isn't one of
    `member`'s own clients counts as none. `named` are ruptures that an answer came for: they may
    have been closed in another tab since the form was opened.
    """
    clients = _offered_clients(member, log=log)
    client = _chosen(clients, client_id) or (log.client if log else None)
    before = _before(client, log=log, named=named, on=on) if client else _Before()
    readers = supervisor_names(member, on=on)
    return FormFrame(
        checklist=checklist(log.edition if log else CURRENT_EDITION),
        clients=clients,
        client=client,
        number=before.number,
        last=before.last,
        last_intention=before.last_intention,
        threads=before.threads,
        taken=before.taken,
        readers=tuple(readers),
        is_trainee=bool(readers),
        missed_before=before.missed,
        taken_up_on=_taken_up_on(log) if log else None,
        holding_back_days=member.clinic.holding_back_days if readers else 0,
        held_back_until=log.held_back_until if log else None,
    )


def _offered_clients(member: Membership, *, log: SessionLog | None) -> tuple[Client, ...]:
    """Whom a new log may be about. A log that is being changed moves on a page of its own."""
    if log is not None:
        return (log.client,)
    return tuple(_open_clients(member))


@prepared
def _open_clients(member: Membership) -> QuerySet[Client]:
    return Client.objects.of_clinician(member).open().order_by("code")


def _chosen(clients: tuple[Client, ...], wanted: str | None) -> Client | None:
    if wanted is None and len(clients) == 1:  # nobody else it could be
        return clients[0]
    wanted = (wanted or "").strip().upper()
    for client in clients:
        if wanted in (str(client.pk).upper(), client.code):
            return client
    return None


def _before(
    client: Client, *, log: SessionLog | None, named: Collection[UUID], on: date
) -> _Before:
    if log is None:
        last = next(iter(_last(client, on=on)), None)
    else:
        last = _latest_first(client, on=log.held_on).filter(number__lt=log.number).first()
    number = log.number if log else last.number + 1 if last else client.sessions_before + 1
    key = key_of(last.client) if last else None
    threads, taken = _left_open(client, last=last, log=log, named=named)
    return _Before(
        number=number,
        last=last,
        last_intention=opened(last, column="intention", key=key) if last and key else "",
        threads=threads,
        taken=taken,
        missed=bool(getattr(last, "missed_after", False)),
    )


def _latest_first(client: Client, *, on: date) -> QuerySet[SessionLog]:
    """With `missed_after`: whether a session fell out between this one and `on`."""
    missed = Absence.objects.of_client(client).missed_between(OuterRef("held_on"), on)
    logs = SessionLog.objects.of_client(client).select_related("client__key").defer("shared_note")
    return logs.annotate(missed_after=Exists(missed)).reverse()


@prepared
def _last(client: Client, *, on: date) -> QuerySet[SessionLog]:
    return _latest_first(client, on=on)[:1]


def _left_open(
    client: Client, *, last: SessionLog | None, log: SessionLog | None, named: Collection[UUID]
) -> tuple[tuple[OpenThread, ...], tuple[TakenCard, ...]]:
    """What this session is asked about: ruptures, and the card taken after the last. One query.

    Ruptures still open before this session; for an old log also those that it took up.
    """
    if last is None:
        return (), ()
    rows: Iterable[_LeftOpen]
    if log or named:
        ruptures = Rupture.objects.of_client(client)
        ruptures = ruptures.open_before(log) if log else ruptures.unclosed(or_named=named)
        rows = _with_taken(ruptures, last=last)
    else:
        rows = _left_open_after(last, client=client)
    threads, cards = [], []
    for row_id, name, status, held_on, edition in rows:
        if not edition:
            kind = str(Rupture.Kind(name).label)
            threads.append(OpenThread(row_id, kind=kind, status=status, opened_on=held_on))
        elif card := guidance(edition).cards.get(name):
            cards.append(TakenCard(row_id, title=card.title))
    return tuple(sorted(threads, key=lambda thread: thread.opened_on)), tuple(cards)


def _with_taken(ruptures: QuerySet[Rupture], *, last: SessionLog) -> QuerySet[Rupture, _LeftOpen]:
    taken = Suggestion.objects.of_log(last).filter(taken_at__isnull=False).order_by()
    no_edition = Value(0, output_field=PositiveSmallIntegerField())
    told = ruptures.values_list("pk", "kind", "status", "opened_in__held_on", no_edition)
    return told.union(
        taken.values_list("pk", "card", "outcome", "log__held_on", "edition"), all=True
    )


@prepared
def _left_open_after(last: SessionLog, *, client: Client) -> QuerySet[Rupture, _LeftOpen]:
    return _with_taken(Rupture.objects.of_client(client).unclosed(), last=last)


def _taken_up_on(log: SessionLog) -> date | None:
    steps = RuptureStep.objects.kept().filter(clinic=log.clinic_id, rupture__opened_in=log)
    days = steps.exclude(log=log).values_list("log__held_on", flat=True)
    return days.order_by("log__held_on").first()
