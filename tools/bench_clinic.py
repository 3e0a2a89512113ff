"""What a clinic's figures cost: its overview, and publishing every month at once.

`tools.bench` prints them below its pages. BENCH_CLINIC_LOGS says how many logs the clinic has;
the figure to meet is for 100,000, which take minutes to make.
"""

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from django.test import Client as Browser
from django.utils import timezone

from alliance.home.seeding.clinics import found_clinics
from alliance.home.seeding.storing import fill
from alliance.home.seeding.worlds import World
from alliance.people.models import Clinic, Membership
from alliance.people.services import teams
from alliance.reports.services.monthly import publish_months
from tools.bench_parts import Part

LOGS = int(os.environ.get("BENCH_CLINIC_LOGS", "5000"))
CLIENTS, SESSIONS, TEAMS = 20, 25, 4


class Visit(NamedTuple):
    """A page to ask for, and how."""

    name: str
    call: Callable[[], bytes]


class ClinicOfMany:
    """A clinic with so many logs in four teams, its months published."""

    def __init__(self) -> None:
        clinicians = max(TEAMS, LOGS // (CLIENTS * SESSIONS))
        self.world = World(
            clinics=1,
            clinicians=clinicians,
            clients=CLIENTS,
            sessions=SESSIONS,
            seed=6,
            until=timezone.localdate(),
        )
        rows = fill(self.world, posts=found_clinics(self.world, password=None), processes=1)
        self.rows = sum(rows)
        self.clinic = Clinic.objects.get(slug=self.world.slug(1))
        self.admin = Membership.objects.get(clinic=self.clinic, is_admin=True)
        members = list(Membership.objects.filter(clinic=self.clinic, is_clinician=True))
        for number in range(TEAMS):
            team = teams.add_team(f"Team {number}", by=self.admin)
            own = {member.pk for member in members[number::TEAMS]}
            teams.change_team(team, name=team.name, members=own, by=self.admin)
        self.member = members[0]
        start = time.process_time()
        self.months = publish_months(self.clinic, now=timezone.now())
        self.seconds = time.process_time() - start

    def visits(self) -> list[Visit]:
        logs = f"{self.world.logs:,} logs"
        return [
            Visit(f"overview, {logs}", self._page("/", by=self.admin)),
            Visit("my practice, 20 clients", self._page("/practice/", by=self.member)),
        ]

    def parts(self) -> list[Part]:
        name = f"publishing {self.months} months of {self.world.logs:,} logs"
        return [Part(name, self.seconds, "s CPU", None)]

    def _page(self, path: str, *, by: Membership) -> Callable[[], bytes]:
        browser = Browser(SERVER_NAME="localhost")
        browser.force_login(by.user)
        address = f"/c/{self.clinic.slug}{path}"
        return lambda: browser.get(address).content
