"""Who is in the demo: two clinics and six people, all with the same well-known password."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress

from alliance.people.models import Clinic, Membership, User
from alliance.people.services import add_member, start_supervision

PASSWORD = "alliance-demo-2026"  # noqa: S105 - known to everyone, and printed on the screen
SUPERVISED_DAYS = 150
JOINED_DAYS = 400


@dataclass(frozen=True)
class Cast:
    clinic: Clinic
    members: dict[str, Membership]

    def __getitem__(self, role: str) -> Membership:
        return self.members[role]


ROLES = {
    "therapist": {"is_clinician": True},
    "trainee": {"is_clinician": True},
    "supervisor": {"is_supervisor": True},
    "admin": {"is_admin": True},
}


def gather(name: str, *, roles: tuple[str, ...], today: date) -> Cast:
    """A demo clinic with one person for each role: "Therapist Demo", therapist@demo.example."""
    clinic = Clinic.objects.create(name=name, slug=name.lower(), is_demo=True)
    cast = Cast(clinic=clinic, members={})
    for role in reversed(roles):
        user = User.objects.create_user(
            email=f"{role}@{clinic.slug}.example",
            name=f"{role.capitalize()} {name}",
            password=PASSWORD,
        )
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
        # The admin is there first, and adds the others.
        by = cast.members.get("admin")
        cast.members[role] = add_member(clinic, user=user, by=by, **ROLES[role])
    joined_on = today - timedelta(days=JOINED_DAYS)
    joined_at = datetime.combine(joined_on, time(9), tzinfo=clinic.zone)
    Membership.objects.filter(clinic=clinic).update(joined_at=joined_at)
    return cast


def supervise(cast: Cast, *, today: date) -> date:
    """The supervisor takes on the trainee; since when."""
    starts_on = today - timedelta(days=SUPERVISED_DAYS)
    start_supervision(
        cast["trainee"], supervisor=cast["supervisor"], starts_on=starts_on, by=cast["admin"]
    )
    return starts_on
