"""A made-up clinic whose months are published, for the tests of figures."""

from datetime import UTC, date, datetime

from alliance.home.seeding.clinics import found_clinics
from alliance.home.seeding.storing import fill
from alliance.home.seeding.worlds import World
from alliance.people.models import Clinic, Membership
from alliance.people.services import teams
from alliance.reports.services.monthly import publish_months

SETTLED = datetime(2026, 11, 8, 12, tzinfo=UTC)
UNTIL = date(2026, 11, 5)


def seeded(**fields) -> Clinic:
    """Four clinicians with nine clients each, seen eight times."""
    sizes = {"clinics": 1, "clinicians": 4, "clients": 9, "sessions": 8}
    world = World(**sizes | fields, seed=1, until=UNTIL)
    list(fill(world, posts=found_clinics(world, password=None), processes=1))
    return Clinic.objects.get(slug=world.slug(1))


def clinic_with_figures(**fields) -> Membership:
    """The admin of a seeded clinic with two teams, after its months were published."""
    clinic = seeded(**fields)
    admin = Membership.objects.get(clinic=clinic, is_admin=True)
    clinicians = list(Membership.objects.filter(clinic=clinic, is_clinician=True))
    half = len(clinicians) // 2
    for name, members in (("Adults", clinicians[:half]), ("Young people", clinicians[half:])):
        team = teams.add_team(name, by=admin)
        teams.change_team(team, name=name, members={each.pk for each in members}, by=admin)
    publish_months(clinic, now=SETTLED)
    return admin
