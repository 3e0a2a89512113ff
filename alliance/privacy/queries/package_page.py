"""One package: where it stands, and what it holds once it is handed out."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.privacy.access import can_decide_reflections, can_hand_out, can_release
from alliance.privacy.models import Disclosure, SubjectPackage
from alliance.privacy.queries.keeping import keep_until
from alliance.privacy.queries.package import Record, record_of
from alliance.privacy.queries.recipients import (
    HandedOut,
    Reader,
    handed_out,
    in_words,
    readers_of,
)

LATEST = 50


@dataclass(frozen=True)
class PackagePage:
    package_id: UUID
    client_id: UUID
    clinician: str
    purpose: str
    recipient: str
    basis: str
    asked_at: datetime
    asked_by: str
    reflections: str
    ground: str
    decided_at: datetime | None
    is_order: bool
    released_at: datetime | None
    can_decide: bool
    can_release: bool
    can_hand_out: bool
    handed_out: Sequence[HandedOut]


@dataclass(frozen=True)
class Package:
    """What is handed out. `made_at` is in UTC."""

    made_at: datetime
    clinic: str
    code: str
    sources: str
    keep_until: str
    reflections: str
    record: Record
    readers: Sequence[Reader]
    handed_out: Sequence[HandedOut]

    @property
    def as_values(self) -> dict[str, Any]:
        return asdict(self)


def package_page(package: SubjectPackage, *, reader: Membership) -> PackagePage:
    """`package` comes whole. Raises Unreadable."""
    key = key_of(package.client)
    return PackagePage(
        package_id=package.pk,
        client_id=package.client_id,
        clinician=package.client.clinician.user.name,
        purpose=package.get_purpose_display(),
        recipient=opened(package, column="recipient", key=key),
        basis=opened(package, column="basis", key=key),
        asked_at=package.asked_at,
        asked_by=package.author.user.name,
        reflections=package.get_reflections_display(),
        ground=package.get_ground_display(),
        decided_at=package.decided_at,
        is_order=package.purpose == "order",
        released_at=package.released_at,
        can_decide=can_decide_reflections(reader, package),
        can_release=can_release(reader, package),
        can_hand_out=can_hand_out(reader, package),
        handed_out=handed_out(package.client_id, clinic=package.client.clinic),
    )


def whole_package(package: SubjectPackage, *, at: datetime) -> Package:
    """`package` comes whole. Raises Unreadable."""
    client = package.client
    return Package(
        made_at=at,
        clinic=client.clinic.name,
        code=client.code,
        sources=client.clinician.user.name,
        keep_until=keep_until(client, years=client.clinic.record_years).isoformat(),
        reflections=said_of_reflections(package),
        record=record_of(client, with_reflections=package.includes_reflections),
        readers=readers_of(client),
        handed_out=handed_out(client.pk, clinic=client.clinic),
    )


def said_of_reflections(package: SubjectPackage) -> str:
    if not package.reflections:
        return "not decided"
    ground = package.get_ground_display()
    return f"{package.get_reflections_display()}: {ground}" if ground else "included"


def register_of(member: Membership) -> list[HandedOut]:
    """The latest lines that `member` may see."""
    rows = Disclosure.objects.visible_to(member).select_related("author__user", "clinician__user")
    return in_words(list(rows[:LATEST]), clinic=member.clinic)
