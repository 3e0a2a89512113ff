"""One's clients, open and closed, found by code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery

from alliance.logbook.codes import tidy
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.models.clients import CODE_LENGTH
from alliance.people.models import Membership

PAGE = 50
SHOWN = ("open", "closed", "all")


@dataclass(frozen=True)
class Listed:
    client_id: UUID
    code: str
    sessions: int
    last_held_on: date | None
    closed_on: date | None
    closing_reason: str


@dataclass(frozen=True)
class ClientList:
    """`shown` is one of SHOWN, `wanted` the code looked for as it was understood."""

    clients: Sequence[Listed]
    page: Page[Client]
    shown: str
    wanted: str


def client_list(
    member: Membership, *, shown: str | None, wanted: str | None, page: str | None
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
    clients = [_listed(client) for client in found.object_list]
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


def _listed(client: Client) -> Listed:
    return Listed(
        client_id=client.pk,
        code=client.code,
        sessions=client.last_number or client.sessions_before,  # type: ignore[attr-defined]
        last_held_on=client.last_held_on,  # type: ignore[attr-defined]
        closed_on=client.closed_on,
        closing_reason=client.get_closing_reason_display(),
    )
