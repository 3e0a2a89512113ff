"""Asking for a package, deciding about reflections, releasing an order, handing it out."""

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import Client
from alliance.logbook.sealing import key_of, opened, sealed
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.privacy.access import can_decide_reflections, can_hand_out, can_release
from alliance.privacy.models import Disclosure, Purpose, SubjectPackage
from alliance.privacy.services.telling import tell


class NotNow(Exception):
    """Somebody else decides this, or it was not decided yet."""


class GroundMissing(Exception):
    """Withholding needs a ground."""


@transaction.atomic
def ask_package(
    client: Client, *, purpose: str, recipient: str, basis: str = "", by: Membership
) -> SubjectPackage:
    """`client` comes with their key. Their clinician is told by mail if somebody else asked."""
    package = SubjectPackage(
        clinic_id=client.clinic_id, client=client, author=by, purpose=Purpose(purpose)
    )
    key = key_of(client)
    package.recipient = sealed(recipient, row=package, column="recipient", key=key)
    package.basis = sealed(basis, row=package, column="basis", key=key)
    package.save(force_insert=True)
    note("asked for a package", client, by=by, reason=package.purpose)
    if client.clinician_id != by.pk:
        tell("package_asked", client.clinician, context={"package": package})
    return package


@transaction.atomic
def decide_reflections(
    package: SubjectPackage, *, reflections: str, ground: str = "", by: Membership
) -> None:
    """The clinician's decision about their private writing. Raises NotNow, GroundMissing."""
    held = _held(package)
    if not can_decide_reflections(by, held):
        raise NotNow
    held.reflections = SubjectPackage.Reflections(reflections)
    held.ground = "" if held.includes_reflections else ground
    if not held.includes_reflections and not ground:
        raise GroundMissing
    held.decided_at = timezone.now()
    # What was released was released as it stood.
    held.released_by = held.released_at = None
    held.save(update_fields=["reflections", "ground", "decided_at", "released_by", "released_at"])
    verb = "included reflections" if held.includes_reflections else "withheld reflections"
    note(verb, held, by=by, reason=held.ground)


@transaction.atomic
def release_package(package: SubjectPackage, *, by: Membership) -> None:
    """The second person's word. Raises NotNow."""
    held = _held(package)
    if not can_release(by, held):
        raise NotNow
    held.released_by, held.released_at = by, timezone.now()
    held.save(update_fields=["released_by", "released_at"])
    note("released package", held, by=by, reason=held.purpose)


@transaction.atomic
def register_handing_out(package: SubjectPackage, *, shape: str, by: Membership) -> Disclosure:
    """A line in the register, before anything leaves. Raises NotNow."""
    held = _held(package)
    if not can_hand_out(by, held):
        raise NotNow
    client = held.client
    line = Disclosure(
        clinic_id=held.clinic_id,
        package=held,
        subject=client.pk,
        clinician_id=client.clinician_id,
        author=by,
        purpose=held.purpose,
        shape=Disclosure.Shape(shape),
        with_reflections=held.includes_reflections,
    )
    recipient = opened(held, column="recipient", key=key_of(client))
    line.recipient = sealed(
        recipient, row=line, column="recipient", key=key_of_clinic(client.clinic)
    )
    line.save(force_insert=True)
    note("handed out", client, by=by, reason=held.purpose)
    return line


def _held(package: SubjectPackage) -> SubjectPackage:
    rows = SubjectPackage.objects.whole().select_for_update(of=("self",))
    return rows.get(pk=package.pk)
