"""One's clients, open and closed, found by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.logbook.codes import tidy
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.models.clients import CODE_LENGTH
from alliance.people.models import Membership
from alliance.web.templatetags.dates import ago, short_day

PAGE = 50
SHOWN = ("open", "closed", "all")


@dataclass(frozen=True)
class Listed:
    """One line of the list, ready to print."""

    client_id: UUID
    code: str
    words: str
    ago: str
    day: str


@dataclass(frozen=True)
class ClientList:
    """`shown` is one of SHOWN, `wanted` the code looked for as it was understood."""

    clients: Sequence[Listed]
    page: Page[Client]
    shown: str
    wanted: str


def client_list(
    member: Membership, *, shown: str | None, wanted: str | None, page: str | None, today: date
) -> ClientList:
    """`member`'s own clients in two queries, fifty a page. Takes the address as it came."""
    shown = shown if shown in SHOWN else "open"
    code = searchable(wanted or "")
    own = Client.objects.of_clinician(member)
    if shown != "all":
        own = own.filter(closed_on__isnull=shown == "open")
    if code:
        own = own.filter(code__contains=code)
    found = Paginator(_with_last(own).order_by("code"), PAGE).get_page(page)
    clients = [_listed(client, today=today) for client in found.object_list]
    return ClientList(clients=clients, page=found, shown=shown, wanted=code)


def searchable(wanted: str) -> str:
    """What was typed as a code would be kept; what no code can hold is dropped."""
    return tidy("".join(letter for letter in wanted[: 2 * CODE_LENGTH] if letter.isprintable()))


def _with_last(clients: QuerySet[Client]) -> QuerySet[Client]:
    last = SessionLog.objects.kept().in_order().reverse()
    last = last.filter(clinic=OuterRef("clinic"), client=OuterRef("pk"))
    return clients.annotate(
        last_held_on=Subquery(last.values("held_on")[:1]),
        last_number=Subquery(last.values("number")[:1]),
    ).only("code", "sessions_before", "closed_on", "closing_reason")


def _listed(client: Client, *, today: date) -> Listed:
    last: date | None = client.last_held_on  # type: ignore[attr-defined]
    return Listed(
        client_id=client.pk,
        code=client.code,
        words=_words(client),
        ago=ago(last, today) if last else "",
        day=short_day(last, today) if last else "",
    )


def _words(client: Client) -> str:
    if client.closed_on:
        return _("Closed %(day)s, %(reason)s") % {
            "day": date_format(client.closed_on, "j M Y"),
            "reason": client.get_closing_reason_display().lower(),
        }
    sessions = client.last_number or client.sessions_before  # type: ignore[attr-defined]
    if not sessions:
        return _("Nothing logged yet")
    return ngettext("%d session", "%d sessions", sessions) % sessions
