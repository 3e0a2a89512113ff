"""Opening a practice, and the key for words that belong to no client."""

from django.db import transaction
from django.utils.text import slugify

from alliance.audit.services import note
from alliance.people.models import Clinic, ClinicKey, Membership, User
from alliance.vault.data_keys import (
    CLINIC_TEXTS,
    DataKey,
    derived_key,
    new_data_key,
    unwrap,
)
from alliance.walls.whose import in_clinic


@transaction.atomic
def open_practice(user: User, *, name: str, time_zone: str = "Europe/London") -> Membership:
    """A solo practice: a clinic of one, who sees clients and runs it."""
    clinic = Clinic.objects.create(name=name, slug=free_slug(name), time_zone=time_zone)
    with in_clinic(clinic.pk):
        member = Membership.objects.create(
            clinic=clinic, user=user, is_clinician=True, is_admin=True
        )
        note("opened practice", clinic, by=member)
    return member


def key_of_clinic(clinic: Clinic) -> DataKey:
    """The key for words that belong to no client; made when first asked for."""
    wrapped = _kept_key(clinic).wrapped
    return unwrap(wrapped, clinic_id=clinic.pk, owner_id=clinic.pk, purpose=CLINIC_TEXTS)


def pseudonym_key_of(clinic: Clinic) -> bytes:
    """The secret from which the names of clients in exports are made; each clinic has its own."""
    return derived_key(
        _kept_key(clinic).wrapped,
        clinic_id=clinic.pk,
        owner_id=clinic.pk,
        purpose=CLINIC_TEXTS,
        use="export pseudonyms",
    )


def _kept_key(clinic: Clinic) -> ClinicKey:
    kept = ClinicKey.objects.filter(clinic=clinic).first()
    if kept is None:
        wrapped = new_data_key(clinic_id=clinic.pk, owner_id=clinic.pk, purpose=CLINIC_TEXTS)
        kept, _made = ClinicKey.objects.get_or_create(clinic=clinic, defaults={"wrapped": wrapped})
    return kept


def free_slug(name: str) -> str:
    """An address for a clinic that no other has: linden, linden-2, linden-3."""
    # An address has hyphens only; `slugify` keeps underscores.
    stem = slugify(name.replace("_", " "))[:32].strip("-") or "practice"
    taken = set(Clinic.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
