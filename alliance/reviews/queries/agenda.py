"""The agenda of a supervision: what to talk about, what was agreed, and how supervision was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist
from alliance.logbook.models import SessionLog
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.people.queries.supervisions import Pair
from alliance.people.services import key_of_clinic
from alliance.reviews.models import AgendaItem, SupervisionSession
from alliance.vault.data_keys import DataKey

AGREED_SHOWN = timedelta(days=120)
MOST_ITEMS = 100
SESSIONS_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Item:
    """`log_id`, `code`, `number` and `question` are empty for one that is about no log."""

    item_id: UUID
    by: str
    text: str
    agreed: str
    put_at: datetime
    ticked_at: datetime | None
    log_id: UUID | None
    code: str
    number: int
    question: str


@dataclass(frozen=True, kw_only=True)
class LoggedSupervision:
    by: str
    held_on: date
    minutes: int
    words: tuple[tuple[str, str], ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class AgendaPage:
    open: tuple[Item, ...]
    agreed: tuple[Item, ...]
    sessions: tuple[LoggedSupervision, ...]


def agenda_page(pair: Pair, *, reader: Membership, today: date) -> AgendaPage:
    """In five queries. What is about a log that `reader` can't see now is left out."""
    key = key_of_clinic(reader.clinic)
    rows = AgendaItem.objects.between(pair.supervisor, pair.trainee)
    recent = rows.filter(ticked_at__gt=_days_before(today)) | rows.open()
    told = list(recent.select_related("author__user").order_by("put_at", "pk")[:MOST_ITEMS])
    logs = _logs(told, reader=reader, today=today)
    items = [
        _item(row, log=logs.get(row.log_id) if row.log_id else None, reader=reader, key=key)
        for row in told
        if row.log_id is None or row.log_id in logs
    ]
    return AgendaPage(
        open=tuple(item for item in items if item.ticked_at is None),
        agreed=tuple(item for item in reversed(items) if item.ticked_at is not None),
        sessions=tuple(_sessions(pair, key=key)),
    )


def _days_before(today: date) -> datetime:
    return datetime.combine(today - AGREED_SHOWN, datetime.min.time(), tzinfo=UTC)


def _logs(
    items: Sequence[AgendaItem], *, reader: Membership, today: date
) -> dict[UUID, SessionLog]:
    visible = SessionLog.objects.visible_to(reader, on=today)
    ids = [item.log_id for item in items if item.log_id]
    return visible.select_related("client__key").in_bulk(ids) if ids else {}


def _item(row: AgendaItem, *, log: SessionLog | None, reader: Membership, key: DataKey) -> Item:
    return Item(
        item_id=row.pk,
        by=row.author.user.name,
        text=opened(row, column="text", key=key),
        agreed=opened(row, column="agreed", key=key),
        put_at=row.put_at,
        ticked_at=row.ticked_at,
        log_id=log.pk if log else None,
        code=log.client.code if log else "",
        number=log.number if log else 0,
        question=_question(log, reader=reader) if log else "",
    )


def _question(log: SessionLog, *, reader: Membership) -> str:
    if log.held_back_until is not None and log.author_id != reader.pk:
        return ""
    return opened(log, column="supervision_question", key=key_of(log.client))


def _sessions(pair: Pair, *, key: DataKey) -> list[LoggedSupervision]:
    rows = SupervisionSession.objects.between(pair.supervisor, pair.trainee)
    told = rows.select_related("author__user").order_by("-held_on", "-written_at")
    return [_session(row, key=key) for row in told[:SESSIONS_SHOWN]]


def _session(row: SupervisionSession, *, key: DataKey) -> LoggedSupervision:
    asked = checklist(row.edition)
    return LoggedSupervision(
        by=row.author.user.name,
        held_on=row.held_on,
        minutes=row.minutes,
        words=tuple(
            (domain.label, asked.scale.word(row.ratings[domain.id]))
            for domain in asked.domains
            if domain.id in row.ratings
        ),
        note=opened(row, column="note", key=key),
    )


def agenda_on_paper(page: AgendaPage, *, pair: Pair, today: date) -> dict[str, Any]:
    """The values of `templates/print/agenda.typ`."""
    names = {"supervisor": pair.supervisor.user.name, "trainee": pair.trainee.user.name}
    return {
        "title": _("To discuss in supervision"),
        "kind": _("Agenda"),
        "clinic": pair.other.clinic.name,
        "line": _("%(supervisor)s with %(trainee)s") % names,
        "open": [_printed(item) for item in page.open],
        "done": [_printed(item) for item in page.agreed],
        "footer": _("Prepared on %s, for the two of you.") % date_format(today, "j F Y"),
        "page": _("Page"),
        "words": {
            "open": _("To discuss"),
            "nothing": _("Nothing to discuss yet."),
            "done": _("Talked about"),
            "agreed": _("Agreed:"),
        },
    }


def _printed(item: Item) -> dict[str, str]:
    about = {"code": item.code, "number": item.number}
    return {
        "about": _("%(code)s, session %(number)d") % about if item.code else "",
        "text": item.text,
        "question": item.question,
        "agreed": item.agreed,
        "by": f"{item.by}, {date_format(item.put_at, 'j M Y')}",
    }
