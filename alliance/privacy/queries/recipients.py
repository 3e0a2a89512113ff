"""Who read or got anything of a client, from the trail and the register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from alliance.audit.models import Entry
from alliance.logbook.models import Client
from alliance.logbook.sealing import opened
from alliance.people.models import Clinic
from alliance.people.services import key_of_clinic
from alliance.privacy.models import Disclosure
from alliance.privacy.queries.hanging import hanging_on


@dataclass(frozen=True)
class Reader:
    """Somebody of the clinic, and how often they opened or changed something of this client."""

    name: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class HandedOut:
    """A line of the register. `recipient` is what whoever handed it out wrote."""

    at: datetime
    by: str
    clinician: str
    recipient: str
    purpose: str
    shape: str
    with_reflections: bool


def readers_of(client: Client) -> list[Reader]:
    """Everyone whom the trail names, their own clinician among them, by first reading."""
    ids = {pk for rows in hanging_on(client).values() for pk in rows}
    trail = Entry.objects.filter(clinic=client.clinic_id, object_id__in=ids, user__isnull=False)
    told = trail.values("user", "user__name").annotate(
        times=Count("pk"), first=Min("at"), last=Max("at")
    )
    return [
        Reader(row["user__name"], row["times"], row["first"], row["last"])
        for row in told.order_by("first")
    ]


def handed_out(subject: UUID, *, clinic: Clinic) -> list[HandedOut]:
    rows = Disclosure.objects.filter(clinic=clinic).about(subject)
    return in_words(list(rows.select_related("author__user", "clinician__user")), clinic=clinic)


def in_words(rows: Sequence[Disclosure], *, clinic: Clinic) -> list[HandedOut]:
    """`rows` come with author and clinician. Raises Unreadable."""
    if not rows:
        return []
    key = key_of_clinic(clinic)
    return [
        HandedOut(
            at=row.handed_at,
            by=row.author.user.name,
            clinician=row.clinician.user.name,
            recipient=opened(row, column="recipient", key=key),
            purpose=row.get_purpose_display(),
            shape=row.get_shape_display(),
            with_reflections=row.with_reflections,
        )
        for row in rows
    ]
