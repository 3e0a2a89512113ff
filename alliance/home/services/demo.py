"""Loading the demo: two clinics with people, clients and sessions, all made up."""

from datetime import date

from django.db import transaction

from alliance.home.demo import told_by_neighbour, told_by_therapist, told_by_trainee
from alliance.home.demo.cast import gather, supervise
from alliance.home.demo.playing import play
from alliance.home.demo.supervising import supervise_logs
from alliance.people.models import Clinic, User


class NameTaken(Exception):
    """A clinic or a person of one's own has an address that the demo needs."""


def demo_is_loaded() -> bool:
    return Clinic.objects.filter(slug="demo", is_demo=True).exists()


@transaction.atomic
def load_demo(*, today: date) -> None:
    """All of it or nothing, in one transaction. Raises NameTaken."""
    taken = Clinic.objects.filter(slug__in=["demo", "other"]).exists()
    people = User.objects.filter(email__iregex=r"@(demo|other)\.example$")
    if taken or people.exists():
        raise NameTaken
    demo = gather("Demo", roles=("therapist", "trainee", "supervisor", "admin"), today=today)
    since = supervise(demo, today=today)
    play(told_by_therapist.STORIES, clinician=demo["therapist"], today=today)
    play(told_by_trainee.STORIES, clinician=demo["trainee"], today=today, trainee_since=since)
    supervise_logs(demo, today=today)
    other = gather("Other", roles=("therapist", "admin"), today=today)
    play(told_by_neighbour.STORIES, clinician=other["therapist"], today=today)
