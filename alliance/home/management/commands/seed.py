"""`manage.py seed`: a made-up world of any size, to measure with."""

import os
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from alliance.home.seeding.clinics import found_clinics
from alliance.home.seeding.storing import fill
from alliance.home.seeding.worlds import World
from alliance.people.models import Clinic
from alliance.people.queries.places import practice_exists


class Command(BaseCommand):
    help = (
        "Make clinics with clinicians, clients and sessions. The same seed gives the same rows; "
        "sealed bytes differ, the words in them don't. Nobody can sign in without --password."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clinics", type=int, default=1)
        parser.add_argument("--clinicians", type=int, default=3, help="in each clinic")
        parser.add_argument("--clients", type=int, default=10, help="of each clinician")
        parser.add_argument("--sessions", type=int, default=20, help="with each client")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            metavar="DAY",
            help="the last day; today if not given",
        )
        parser.add_argument("--password", help="lets everyone in it sign in with this")
        parser.add_argument("--processes", type=int, help="as many as processors, on PostgreSQL")
        parser.add_argument("--yes", action="store_true", help="also beside a real practice")

    def handle(self, *args: Any, **options: Any) -> None:
        sizes = {name: options[name] for name in ("clinics", "clinicians", "clients", "sessions")}
        if min(sizes.values()) < 1:
            raise CommandError("A world has at least one clinic, clinician, client and session.")
        world = World(**sizes, seed=options["seed"], until=options["until"] or timezone.localdate())
        if practice_exists() and not options["yes"]:
            raise CommandError("There is a real practice here. Say --yes to seed beside it.")
        if Clinic.objects.filter(slug=world.slug(1)).exists():
            raise CommandError(f"Seed {world.seed} is here already; take another --seed.")
        began = time.monotonic()
        rows = self.make(world, password=options["password"], processes=options["processes"])
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{world.logs} logs, {rows} rows in {seconds:.1f} s: {rows / seconds:.0f} rows a second"
        )

    def make(self, world: World, *, password: str | None, processes: int | None) -> int:
        with transaction.atomic():
            posts = found_clinics(world, password=password)
        if connection.vendor != "postgresql":
            processes = 1
        return sum(fill(world, posts=posts, processes=processes or os.cpu_count() or 1))
