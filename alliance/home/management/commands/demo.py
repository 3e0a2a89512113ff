"""`manage.py demo`: a clinic to look around in, with people, clients and sessions made up."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.home.services.demo import NameTaken, demo_is_loaded, load_demo
from alliance.home.services.leaving import demo_was_left
from alliance.people.queries.places import practice_exists


class Command(BaseCommand):
    help = "Load the demo clinic. Its password is known to everyone. Again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="load it outside DEBUG as well")
        parser.add_argument(
            "--if-new",
            action="store_true",
            help="not where somebody has opened a practice or left the demo",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["yes"]):
            raise CommandError(
                "The demo's password is known to everyone. Say --yes to load it here."
            )
        if options["if_new"] and (practice_exists() or demo_was_left()):
            return
        if demo_is_loaded():
            self.stdout.write("The demo is here already.")
            return
        try:
            load_demo(today=timezone.localdate())
        except NameTaken:
            raise CommandError(
                "A clinic or a person here has an address that the demo needs."
            ) from None
        self.stdout.write("The demo is loaded.")
