"""What happens to users, clinics, memberships and supervisions."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from alliance.audit.services import note
from alliance.people.models import Clinic, ClinicKey, Membership, Supervision, User
from alliance.vault.data_keys import DataKey, new_data_key, unwrap

CLINIC_TEXTS = "clinic texts"


class RolesMissing(Exception):
    """A membership needs at least one role."""


@transaction.atomic
def open_practice(user: User, *, name: str, time_zone: str = "Europe/London") -> Membership:
    """A solo practice: a clinic of one, who sees clients and runs it."""
    clinic = Clinic.objects.create(name=name, slug=free_slug(name), time_zone=time_zone)
    member = Membership.objects.create(clinic=clinic, user=user, is_clinician=True, is_admin=True)
    note("opened practice", clinic, by=member)
    return member


def key_of_clinic(clinic: Clinic) -> DataKey:
    """The key for words and pseudonyms that belong to no client; made when first asked for."""
    kept = ClinicKey.objects.filter(clinic=clinic).first()
    if kept is None:
        wrapped = new_data_key(clinic_id=clinic.pk, owner_id=clinic.pk, purpose=CLINIC_TEXTS)
        kept, _made = ClinicKey.objects.get_or_create(clinic=clinic, defaults={"wrapped": wrapped})
    return unwrap(kept.wrapped, clinic_id=clinic.pk, owner_id=clinic.pk, purpose=CLINIC_TEXTS)


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


@transaction.atomic
def add_member(
    clinic: Clinic,
    *,
    user: User,
    is_clinician: bool = False,
    is_supervisor: bool = False,
    is_admin: bool = False,
    by: Membership | None,
) -> Membership:
    """Give `user` a place in the clinic. `by` is None for a clinic that a command makes."""
    if not (is_clinician or is_supervisor or is_admin):
        raise RolesMissing
    member = Membership.objects.create(
        clinic=clinic,
        user=user,
        is_clinician=is_clinician,
        is_supervisor=is_supervisor,
        is_admin=is_admin,
    )
    note("added", member, by=by or member)
    return member


@transaction.atomic
def start_supervision(
    trainee: Membership,
    *,
    supervisor: Membership,
    starts_on: date,
    ends_on: date | None = None,
    by: Membership,
) -> Supervision:
    """One that is agreed: an admin sets it up."""
    supervision = Supervision.objects.create(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        starts_on=starts_on,
        ends_on=ends_on,
        agreed_at=timezone.now(),
    )
    note("started", supervision, by=by)
    return supervision


@transaction.atomic
def end_supervision(supervision: Supervision, *, on: date, by: Membership) -> None:
    """End it at the midnight that `on` begins with."""
    supervision.ends_on = on
    supervision.save(update_fields=["ends_on"])
    note("ended", supervision, by=by)


@transaction.atomic
def change_settings(
    member: Membership, *, name: str, theme: str, log_form: str, sensitivity: str
) -> None:
    """A new sensitivity counts for logs saved from then on; each log keeps its own."""
    User.objects.filter(pk=member.user_id).update(name=name, theme=theme)
    own = Membership.objects.filter(pk=member.pk)
    own.update(log_form=log_form, sensitivity=sensitivity)
    note("changed settings", member, by=member)


def choose_theme(member: Membership, *, theme: str) -> None:
    """Draw every page light, dark or as the device. A habit, not a fact: no audit note."""
    User.objects.filter(pk=member.user_id).update(theme=theme)


def remember_log_form(member: Membership, *, log_form: str) -> None:
    """Open the next log with the same form. A habit, not a fact about anyone: no audit note."""
    if member.log_form != log_form:
        Membership.objects.filter(pk=member.pk).update(log_form=log_form)
