"""The clinics of a made-up world: who works there, and who supervises whom."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from alliance.home.seeding.worlds import Chance, World, beginning, morning
from alliance.people.models import Clinic, Membership, Supervision, User

TRAINEE_EVERY = 4
"""Each fourth clinician is a trainee."""


@dataclass(frozen=True)
class Post:
    """One clinician's place in the world: all that is needed to make their caseload."""

    clinic: int
    number: int
    clinic_id: UUID
    member_id: UUID
    is_trainee: bool


def found_clinics(world: World, *, password: str | None) -> list[Post]:
    """Make all clinics with their people; the posts whose caseloads are still to be made."""
    hashed = make_password(password)
    return [
        post
        for number in range(1, world.clinics + 1)
        for post in _found(world, number=number, hashed=hashed)
    ]


def _found(world: World, *, number: int, hashed: str) -> list[Post]:
    chance = world.chance("clinic", number)
    opened_at = morning(beginning(world))
    clinic = Clinic.objects.create(
        id=chance.id_at(opened_at),
        name=f"Seed {world.seed}, clinic {number}",
        slug=world.slug(number),
        created_at=opened_at,
        is_demo=True,
    )
    roles = ["admin", "supervisor", *["clinician"] * world.clinicians]
    users = [
        _user(clinic, role=role, place=place, hashed=hashed, chance=chance)
        for place, role in enumerate(roles, start=-1)
    ]
    members = [
        Membership(
            id=chance.id_at(opened_at),
            clinic=clinic,
            user=user,
            joined_at=opened_at,
            **{f"is_{role}": True},
        )
        for role, user in zip(roles, users, strict=True)
    ]
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(members)
    _admin, supervisor, *clinicians = members
    trainees = clinicians[TRAINEE_EVERY - 1 :: TRAINEE_EVERY]
    _supervise(trainees, supervisor=supervisor, world=world, chance=chance)
    return [
        Post(
            clinic=number,
            number=place,
            clinic_id=clinic.pk,
            member_id=member.pk,
            is_trainee=member in trainees,
        )
        for place, member in enumerate(clinicians, start=1)
    ]


def _user(clinic: Clinic, *, role: str, place: int, hashed: str, chance: Chance) -> User:
    is_one_of_many = role == "clinician"
    return User(
        id=chance.id_at(clinic.created_at),
        email=f"{role}{f'-{place}' if is_one_of_many else ''}@{clinic.slug}.example",
        name=f"{role.capitalize()} {place if is_one_of_many else 'Seed'}",
        password=hashed,
        joined_at=clinic.created_at,
    )


def _supervise(
    trainees: list[Membership], *, supervisor: Membership, world: World, chance: Chance
) -> None:
    starts_on = beginning(world) + timedelta(days=1)
    Supervision.objects.bulk_create(
        Supervision(
            id=chance.id_at(morning(starts_on)),
            clinic_id=supervisor.clinic_id,
            supervisor=supervisor,
            trainee=trainee,
            starts_on=starts_on,
            agreed_at=morning(starts_on),
        )
        for trainee in trainees
    )
