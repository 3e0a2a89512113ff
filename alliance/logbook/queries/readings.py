"""Who opened what of one's own, and when: what the trail holds for the person it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from alliance.audit.models import PRINTED, Entry
from alliance.logbook.models import Client, SessionLog
from alliance.people.models import Membership

PAGE_SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Reading:
    """`log_id` where it was one session; `what` says it in words."""

    name: str
    what: str
    at: datetime
    log_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Readings:
    rows: tuple[Reading, ...]
    page: Page  # type: ignore[type-arg]


def readings_by_others(member: Membership, *, number: str = "1") -> Readings:
    """Of one's logs, clients and course, the latest first. In four queries a page."""
    logs = SessionLog.objects.filter(clinic=member.clinic_id, author=member)
    clients = Client.objects.filter(clinic=member.clinic_id, clinician=member)
    own = (
        Q(object_id__in=logs.values("pk"))
        | Q(object_id__in=clients.values("pk"))
        | Q(object_id=member.pk, object_type=Membership._meta.label_lower)
    )
    trail = Entry.objects.readings().filter(own, clinic=member.clinic_id)
    others = trail.exclude(user=member.user_id).select_related("user").order_by("-at", "-pk")
    page = Paginator(others, PAGE_SIZE).get_page(number)
    entries = list(page.object_list)
    ids = [entry.object_id for entry in entries]
    told = logs.filter(pk__in=ids).values_list("pk", "client__code", "number")
    numbered = {pk: (code, session) for pk, code, session in told}
    codes = dict(clients.filter(pk__in=ids).values_list("pk", "code"))
    return Readings(rows=tuple(_rows(entries, numbered=numbered, codes=codes)), page=page)


def _rows(
    entries: Iterable[Entry],
    *,
    numbered: dict[UUID, tuple[str, int]],
    codes: dict[UUID, str],
) -> Iterable[Reading]:
    for entry in entries:
        log_id = entry.object_id if entry.object_id in numbered else None
        if log_id:
            code, session = numbered[log_id]
            what = _("%(code)s, session %(number)d") % {"code": code, "number": session}
        elif entry.object_id in codes:
            what = _("The course of %s") % codes[entry.object_id]
        else:
            what = _("Your course or your agenda")
        if entry.verb == PRINTED:
            what = _("%s, as a PDF") % what
        name = entry.user.name if entry.user else _("The server")
        yield Reading(name=name, what=what, at=entry.at, log_id=log_id)
