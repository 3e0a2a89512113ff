"""What waits about one's own clients, or about the whole clinic's for those who run it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alliance.logbook.models import Client, LegalHold
from alliance.people.models import Membership
from alliance.privacy.models import Erasure, RetentionRun
from alliance.privacy.queries.client_page import outcome_of

LATEST = 20


@dataclass(frozen=True)
class Request:
    """Something asked about a client, who is named by their clinician only."""

    client_id: UUID
    clinician: str
    asked_at: datetime
    outcome: str
    due_at: datetime | None


@dataclass(frozen=True)
class Requests:
    holds: Sequence[Request]
    erasures: Sequence[Request]


@dataclass(frozen=True)
class Found:
    client_id: UUID
    clinician: str


def requests_of(member: Membership) -> Requests:
    """The latest of each kind, in two queries."""
    holds = LegalHold.objects.placed_in(member).standing().order_by("-placed_at")
    erasures = Erasure.objects.visible_to(member).order_by("-asked_at")
    return Requests(
        holds=[
            Request(hold.client_id, hold.client.clinician.user.name, hold.placed_at, "", None)
            for hold in holds.select_related("client__clinician__user")[:LATEST]
        ],
        erasures=[
            Request(row.subject, row.clinician.user.name, row.asked_at, outcome_of(row), row.due_at)
            for row in erasures.select_related("clinician__user")[:LATEST]
        ],
    )


def found_by_code(code: str, *, by: Membership) -> list[Found]:
    """Clients with exactly this code, the trash too: whoever asks has been told it."""
    rows = Client.objects.answered_by(by).coded(code).select_related("clinician__user")
    return [Found(client.pk, client.clinician.user.name) for client in rows.order_by("pk")]


def latest_runs(member: Membership) -> list[RetentionRun]:
    return list(RetentionRun.objects.visible_to(member)[:LATEST])
