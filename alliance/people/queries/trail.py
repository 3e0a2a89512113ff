"""A clinic's trail, for its admins: who did or opened what, never what it said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from alliance.audit.models import Entry
from alliance.people.models import Membership
from alliance.people.queries.trail_words import act_words, thing_words

PAGE_SIZE = 50
# A trail has no end: pages lead as far back as this, and the days that one chooses to the rest.
MOST_PAGED = 2_000
# Where more people are or were, one writes a name and chooses none.
MOST_CHOSEN_FROM = 30
NOBODY = "Alliance"
# Beyond them a calendar has no next day, or none in every zone; no trail reaches there.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9000, 1, 1)
COLUMNS = ("at", "who", "role", "did", "what", "id", "address", "request", "reason")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which entries: of one person, or of whoever has `name` in theirs; of one verb, of days.
    Empty: all.
    """

    person: UUID | None = None
    name: str = ""
    verb: str = ""
    since: date | None = None
    until: date | None = None


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
    """One page of its latest entries, the latest first. In two queries."""
    page = Paginator(_entries(admin, asked)[:MOST_PAGED], PAGE_SIZE).get_page(number)
    return page, [_told(entry) for entry in page]


def whole_trail(admin: Membership, asked: Asked) -> Iterator[Told]:
    """The same without end, for a file."""
    return (_told(entry) for entry in _entries(admin, asked).iterator(chunk_size=2_000))


def people_here(admin: Membership) -> list[tuple[UUID, str]]:
    """Whoever is or was here: (their user's id, their name). Nobody, where they are too many."""
    here = Membership.objects.filter(clinic=admin.clinic_id).order_by("user__name", "pk")
    some = list(here.values_list("user", "user__name")[: MOST_CHOSEN_FROM + 1])
    return some if len(some) <= MOST_CHOSEN_FROM else []


def _entries(admin: Membership, asked: Asked) -> QuerySet[Entry]:
    found = Entry.objects.trail_of(admin.clinic_id).select_related("user")
    zone = admin.clinic.zone
    if asked.person:
        found = found.filter(user=asked.person)
    if asked.name:
        found = found.filter(user__name__icontains=asked.name)
    if asked.verb:
        found = found.filter(verb=asked.verb)
    if asked.since:
        found = found.filter(at__gte=_midnight(max(asked.since, FIRST_DAY), zone))
    if asked.until:
        found = found.filter(at__lt=_midnight(min(asked.until, LAST_DAY) + timedelta(days=1), zone))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _told(entry: Entry) -> Told:
    return Told(
        at=entry.at,
        who=entry.user.name if entry.user else f"{NOBODY} ({entry.os_user or '-'})",
        role=entry.role,
        did=act_words(entry.verb),
        what=_what(entry.object_type),
        id=entry.object_id,
        address=entry.address,
        request=entry.request_id,
        reason=entry.reason,
    )


def _what(kind: str) -> str:
    """A thing in words; a page by its name in addresses, `people:list_people` is that of people."""
    if ":" in kind:
        return PAGE_VERB.sub("", kind.rpartition(":")[2]).replace("_", " ")
    return thing_words(kind)


PAGE_VERB = re.compile(r"^(list|show|browse|edit|export|open|about)_")
