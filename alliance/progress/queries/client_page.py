"""Everything the page of one client shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.models import Client, SessionLog
from alliance.logbook.models import Signal as StoredSignal
from alliance.logbook.queries.signals import Explained, explained
from alliance.logbook.queries.waiting import RAISED_FIELDS, Raised, waiting
from alliance.logbook.queries.withheld import without_held_words
from alliance.logbook.sealing import key_of
from alliance.people.models import Membership
from alliance.progress.queries.brief import Brief, brief
from alliance.progress.queries.client_charts import ClientCharts, client_charts
from alliance.progress.queries.client_ruptures import Thread, marks_by_log, threads_in
from alliance.progress.queries.course import course_line
from alliance.progress.queries.habits import ON_WEEKDAYS, usual_weekday
from alliance.progress.queries.history import SessionLine, session_lines, taken_titles
from alliance.progress.queries.shifts import is_over
from alliance.trends.signals import Signal as SignalRead
from alliance.web.prepared import prepared

# About a year of weekly sessions; earlier ones are a page away.
SESSIONS_SHOWN = 60
# So many of the latest stand in the list below the charts, the others when asked for.
SESSIONS_LISTED = 8
# What the page reads of a log; `clinic` and `author` are needed to open its intention.
READ = [
    "clinic",
    "client",
    "author",
    "held_on",
    "form",
    "edition",
    "ratings",
    "intention",
    "held_back_until",
    "signed_off_at",
    "number",
    "score",
    "range_low",
    "range_high",
    "domain_readings",
]


@dataclass(frozen=True)
class SignalLine:
    """A signal that waits for an answer, in words."""

    signal_id: UUID
    explained: Explained
    # The session that raised it: the sentence itself says "this session".
    when: str


@dataclass(frozen=True)
class ClientPage:
    """`brief`, `course` and `signals` are of the latest sessions, and empty on earlier pages."""

    client: Client
    line: str
    page: Page[SessionLog]
    charts: ClientCharts | None
    course: str
    signals: tuple[SignalLine, ...]
    brief: Brief | None
    ruptures: tuple[Thread, ...]
    sessions: tuple[SessionLine, ...]

    @property
    def is_shortened(self) -> bool:
        """Whether sessions of the charts are left out of the list."""
        return len(self.sessions) < len(self.page.object_list)


@prepared
def client_seen(client_id: UUID, *, member: Membership, on: date) -> QuerySet[Client]:
    """The client of this id with what their page tells of them, if `member` may see them."""
    visible = Client.objects.visible_to(member, on=on).filter(pk=client_id)
    return visible.select_related("key", "clinician__user", "came_from")


def client_page(
    client: Client, *, reader: Membership, today: date, page: str | None, lists_all: bool = False
) -> ClientPage:
    """In six queries. `client` comes with its key; of its logs, those `reader` may see are told.

    `page` counts back from the latest sixty sessions, as it came from the address.
    """
    sessions = _Sessions(client, reader=reader, on=today)
    shown: Page[SessionLog] = Paginator(sessions, SESSIONS_SHOWN).get_page(page)  # type: ignore[arg-type]
    logs = list(reversed(shown.object_list))
    for log in without_held_words(logs, reader=reader):
        log.client = client
    key = key_of(client)
    raised = _raised(logs)
    read = {log_id: [each.signal for each in found] for log_id, found in raised.items()}
    threads = threads_in(logs, reader=reader, on=today, key=key)
    # What is said of now follows from the latest sessions alone.
    latest = () if shown.has_previous() else logs
    course = course_line(latest, signals=read) if latest else ""
    listed = logs[-SESSIONS_LISTED:] if latest and not lists_all else logs
    prepares = latest and client.is_open
    return ClientPage(
        client=client,
        line=_line(client, logs=latest, count=shown.paginator.count),
        page=shown,
        charts=_charts(client, logs=logs, read=read, threads=threads, course=course),
        course=course,
        signals=tuple(_signal_lines(client, logs=latest, raised=raised)),
        brief=brief(logs, threads=threads, key=key, today=today) if prepares else None,
        ruptures=tuple(threads),
        sessions=tuple(
            session_lines(listed, taken=taken_titles(listed), marks=marks_by_log(threads))
        ),
    )


class _Sessions:
    """A client's sessions that `reader` may see, the latest first, as a paginator asks for them."""

    ordered = True

    def __init__(self, client: Client, *, reader: Membership, on: date) -> None:
        self.client, self.reader, self.on = client, reader, on

    def count(self) -> int:
        return sum(_how_many(self.client, reader=self.reader, on=self.on))

    def __getitem__(self, part: slice) -> list[SessionLog]:
        if not part.start:
            return _latest(self.client, reader=self.reader, on=self.on)[part]
        return list(_visible(self.client, reader=self.reader, on=self.on).only(*READ)[part])


def _visible(client: Client, *, reader: Membership, on: date) -> QuerySet[SessionLog]:
    return SessionLog.objects.of_client(client).visible_to(reader, on=on).reverse()


@prepared
def _how_many(client: Client, *, reader: Membership, on: date) -> QuerySet[SessionLog, int]:
    rows = _visible(client, reader=reader, on=on).order_by().values("client")
    return rows.annotate(many=Count("pk")).values_list("many", flat=True)


@prepared
def _latest(client: Client, *, reader: Membership, on: date) -> QuerySet[SessionLog]:
    return _visible(client, reader=reader, on=on).only(*READ)[:SESSIONS_SHOWN]


def _raised(logs: Sequence[SessionLog]) -> dict[UUID, list[Raised]]:
    """What `logs` raised, by log."""
    if not logs:
        return {}
    raised: dict[UUID, list[Raised]] = {log.pk: [] for log in logs}
    rows = _raised_between(logs[0].client, logs[0].held_on, logs[-1].held_on)
    for log_id, *facts in rows:
        if log_id in raised:
            raised[log_id].append(Raised(*facts))
    return raised


@prepared
def _raised_between(
    client: Client, first: date, last: date
) -> QuerySet[StoredSignal, tuple[Any, ...]]:
    rows = StoredSignal.objects.of_client(client).current().with_due()
    rows = rows.filter(log__held_on__gte=first, log__held_on__lte=last)
    return rows.values_list("log_id", *RAISED_FIELDS)


def _charts(
    client: Client,
    *,
    logs: Sequence[SessionLog],
    read: Mapping[UUID, Sequence[SignalRead]],
    threads: Sequence[Thread],
    course: str,
) -> ClientCharts | None:
    if not logs:
        return None
    return client_charts(
        logs,
        code=client.code,
        signals=read,
        ruptures=[thread.for_chart for thread in threads],
        course=course,
    )


def _signal_lines(
    client: Client, *, logs: Sequence[SessionLog], raised: Mapping[UUID, Sequence[Raised]]
) -> list[SignalLine]:
    """Signals that still say something about now, the latest first."""
    if not logs:
        return []
    found = [each for log in reversed(logs) for each in raised.get(log.pk, ())]
    return [
        SignalLine(
            signal_id=each.signal_id,
            explained=explained(each.signal, code=client.code, edition=logs[-1].edition),
            when=_("Session %(number)d, %(day)s")
            % {"number": each.number, "day": date_format(each.held_on, "j M")},
        )
        for each in waiting(found, last_number=logs[-1].number)
        if not is_over(each.signal, scores=[log.score for log in logs])
    ]


def _line(client: Client, *, logs: Sequence[SessionLog], count: int) -> str:
    """Such as "24 sessions since 28 May 2026, usually on Thursdays"."""
    sessions = client.sessions_before + count
    since = date_format(client.started_on, "j M Y")
    if not sessions:
        return _("First seen on %s") % since
    text = ngettext("%(count)d session since %(day)s", "%(count)d sessions since %(day)s", sessions)
    line = text % {"count": sessions, "day": since}
    weekday = usual_weekday([log.held_on for log in logs])
    if weekday is None:
        return line
    return _("%(line)s, usually %(day)s") % {"line": line, "day": ON_WEEKDAYS[weekday]}
