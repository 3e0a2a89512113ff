"""What was asked about one client, for their clinician and for those who run the clinic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from alliance.logbook.models import Client, LegalHold
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.privacy.access import can_release_hold, can_withdraw
from alliance.privacy.models import Erasure, SubjectPackage
from alliance.privacy.queries.keeping import keep_until


@dataclass(frozen=True)
class Hold:
    hold_id: UUID
    basis: str
    placed_at: datetime
    placed_by: str
    can_release: bool


@dataclass(frozen=True)
class AskedErasure:
    erasure_id: UUID
    asked_at: datetime
    asked_by: str
    ground: str
    due_at: datetime
    # In words; empty while it waits.
    outcome: str
    can_withdraw: bool


@dataclass(frozen=True)
class AskedPackage:
    package_id: UUID
    purpose: str
    asked_at: datetime
    asked_by: str


@dataclass(frozen=True)
class ClientPage:
    """`code` is empty for somebody who isn't the client's clinician."""

    client_id: UUID
    code: str
    clinician: str
    keep_until: date
    hold: Hold | None
    erasures: Sequence[AskedErasure]
    packages: Sequence[AskedPackage]

    @property
    def waits(self) -> bool:
        return any(not erasure.outcome for erasure in self.erasures)


def client_page(client: Client, *, reader: Membership) -> ClientPage:
    """`client` comes with its key, clinician and clinic. Raises Unreadable."""
    erasures = Erasure.objects.visible_to(reader).about(client.pk)
    return ClientPage(
        client_id=client.pk,
        code=client.code if client.clinician_id == reader.pk else "",
        clinician=client.clinician.user.name,
        keep_until=keep_until(client, years=client.clinic.record_years),
        hold=_hold_on(client, reader=reader),
        erasures=[_asked(row, reader) for row in erasures.select_related("asked_by__user")],
        packages=_packages_about(client),
    )


def _packages_about(client: Client) -> list[AskedPackage]:
    rows = SubjectPackage.objects.filter(clinic=client.clinic_id, client=client)
    return [
        AskedPackage(row.pk, row.get_purpose_display(), row.asked_at, row.author.user.name)
        for row in rows.select_related("author__user").order_by("-asked_at")
    ]


def outcome_of(erasure: Erasure) -> str:
    """In words what became of it; empty while it waits."""
    if erasure.done_at:
        return _("Erased")
    if erasure.withdrawn_at:
        return _("Withdrawn")
    if erasure.refused_at:
        return _("Refused: %s") % erasure.get_refusal_display()
    return ""


def _hold_on(client: Client, *, reader: Membership) -> Hold | None:
    standing = LegalHold.objects.of_client(client).standing()
    hold = standing.select_related("author__user").first()
    if hold is None:
        return None
    return Hold(
        hold_id=hold.pk,
        basis=opened(hold, column="basis", key=key_of(client)),
        placed_at=hold.placed_at,
        placed_by=hold.author.user.name,
        can_release=can_release_hold(reader),
    )


def _asked(erasure: Erasure, reader: Membership) -> AskedErasure:
    return AskedErasure(
        erasure_id=erasure.pk,
        asked_at=erasure.asked_at,
        asked_by=erasure.asked_by.user.name,
        ground=erasure.get_ground_display(),
        due_at=erasure.due_at,
        outcome=outcome_of(erasure),
        can_withdraw=can_withdraw(reader, erasure),
    )
