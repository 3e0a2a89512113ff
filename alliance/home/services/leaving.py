"""Leaving the demo for a practice of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models, transaction

from alliance.audit.models import Entry
from alliance.audit.services import Nobody, note
from alliance.audit.services.forgetting import forget_trail
from alliance.people.models import Clinic, Membership, User

LEFT_DEMO = "left demo"


@dataclass(frozen=True)
class Left:
    """How much went."""

    clinics: int
    users: int


def demo_was_left() -> bool:
    return Entry.objects.filter(verb=LEFT_DEMO).exists()


def demo_users() -> models.QuerySet[User]:
    """Those who belong to demo clinics and to no other."""
    elsewhere = Membership.objects.filter(user=models.OuterRef("pk"), clinic__is_demo=False)
    members = User.objects.filter(memberships__clinic__is_demo=True).distinct()
    return members.exclude(models.Exists(elsewhere))


@transaction.atomic
def leave_demo() -> Left:
    """Delete every row of every demo clinic, and their people; one line in the trail stays."""
    clinics = list(Clinic.objects.filter(is_demo=True))
    users = list(demo_users())
    delete_rows_of(clinics)
    # Who tried another clinic's pages stands in that clinic's trail, and stays without a sign-in.
    told = Entry.objects.filter(user__in=users).values("user")
    User.objects.filter(pk__in=told).update(is_active=False)
    User.objects.filter(pk__in=[user.pk for user in users]).exclude(pk__in=told).delete()
    for clinic in clinics:
        note(LEFT_DEMO, clinic, by=Nobody(clinic_id=None))
        clinic.delete()
    return Left(clinics=len(clinics), users=len(users))


def delete_rows_of(clinics: Sequence[Clinic]) -> None:
    """Every row of every table that belongs to one of them; the clinics themselves stay."""
    for model in children_first():
        if _is_of_a_clinic(model) and model is not Entry:
            model._base_manager.filter(clinic__in=clinics).delete()
    for clinic in clinics:
        forget_trail(clinic.pk)


def children_first() -> list[type[models.Model]]:
    """All tables, each before those it points at."""
    parents: dict[type[models.Model], set[type[models.Model]]] = {
        model: {
            field.related_model
            for field in model._meta.local_fields
            if isinstance(field.related_model, type) and field.related_model is not model
        }
        for model in apps.get_models()
    }
    return list(TopologicalSorter(parents).static_order())[::-1]


def _is_of_a_clinic(model: type[models.Model]) -> bool:
    fields = {field.name: field for field in model._meta.local_fields}
    return "clinic" in fields and fields["clinic"].related_model is Clinic
