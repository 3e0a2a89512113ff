"""Who is here, for pages."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from alliance.people.models import Clinic, Membership, Supervision, User
from alliance.walls.whose import for_user
from alliance.web.prepared import prepared


@dataclass(frozen=True)
class Place:
    """A clinic that someone may enter."""

    slug: str
    name: str


def practice_exists() -> bool:
    """Whether anybody has opened a practice here. The demo doesn't count."""
    return Clinic.objects.filter(is_demo=False).exists()


def places_of(user: User) -> list[Place]:
    members = Membership.objects.active().of_user(user).select_related("clinic")
    with for_user(user.pk):
        return [
            Place(slug=member.clinic.slug, name=member.clinic.name)
            for member in members.order_by("clinic__name")
        ]


def supervisor_names(member: Membership, *, on: date) -> list[str]:
    """Who supervises `member` on that day, and so who reads what they share."""
    return _supervisor_names(member, on=on)


@prepared
def _supervisor_names(member: Membership, *, on: date) -> QuerySet[Supervision, str]:
    running = Supervision.objects.running_on(on).filter(clinic=member.clinic_id, trainee=member)
    return running.order_by("starts_on").values_list("supervisor__user__name", flat=True)
