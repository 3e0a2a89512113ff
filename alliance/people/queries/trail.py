"""A clinic's trail, for its admins: who did or opened what, never what it said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from alliance.audit.models import Entry
from alliance.people.models import Membership

PAGE_SIZE = 50
NOBODY = "Alliance"
COLUMNS = ("at", "who", "role", "did", "what", "id", "address", "request", "reason")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which entries: of one person, of one verb, of days. Empty: all."""

    person: UUID | None = None
    verb: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.person or self.verb or self.since or self.until)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One entry. `what` is the kind of thing, or the page, that it was done to."""

    at: datetime
    who: str
    role: str
    did: str
    what: str
    id: UUID
    address: str
    request: str
    reason: str


def trail_page(admin: Membership, asked: Asked, *, number: str) -> tuple[Page[Entry], list[Told]]:
    """One page of it, the latest first. In two queries."""
    page = Paginator(_entries(admin, asked), PAGE_SIZE).get_page(number)
    return page, [_told(entry) for entry in page]


def whole_trail(admin: Membership, asked: Asked) -> Iterator[Told]:
    """The same without end, for a file."""
    return (_told(entry) for entry in _entries(admin, asked).iterator(chunk_size=2_000))


def people_here(admin: Membership) -> list[tuple[UUID, str]]:
    """Whoever is or was here: (their user's id, their name)."""
    here = Membership.objects.filter(clinic=admin.clinic_id).order_by("user__name", "pk")
    return list(here.values_list("user", "user__name"))


def _entries(admin: Membership, asked: Asked) -> QuerySet[Entry]:
    found = Entry.objects.trail_of(admin.clinic_id).select_related("user")
    zone = admin.clinic.zone
    if asked.person:
        found = found.filter(user=asked.person)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.since:
        found = found.filter(at__gte=_midnight(asked.since, zone))
    if asked.until:
        found = found.filter(at__lt=_midnight(asked.until + timedelta(days=1), zone))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _told(entry: Entry) -> Told:
    return Told(
        at=entry.at,
        who=entry.user.name if entry.user else f"{NOBODY} ({entry.os_user or '-'})",
        role=entry.role,
        did=entry.verb,
        what=_plain(entry.object_type),
        id=entry.object_id,
        address=entry.address,
        request=entry.request_id,
        reason=entry.reason,
    )


def _plain(kind: str) -> str:
    """`logbook.sessionlog` is a session log; `people:list_people` is the page of people."""
    if ":" in kind:
        return PAGE_VERB.sub("", kind.rpartition(":")[2]).replace("_", " ")
    if kind in WORDS:
        return WORDS[kind]
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        # Of a release that kept it under another name.
        return kind.rpartition(".")[2]


PAGE_VERB = re.compile(r"^(list|show|browse|edit|export|open|about)_")
WORDS = {
    "reviews.signoff": "sign-off",
    "reviews.supervisionsession": "session of supervision",
}
