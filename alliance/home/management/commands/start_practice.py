"""`manage.py start_practice`: leaves the demo for a practice of one's own."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from alliance.home.services.leaving import leave_demo


class Command(BaseCommand):
    help = "Remove the demo clinics with everything in them, so that the next to sign up owns it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["yes"] or self.is_wanted()):
            raise CommandError("Nothing was changed.")
        left = leave_demo()
        self.stdout.write(f"Gone: {left.clinics} demo clinics and {left.users} demo accounts.")
        if settings.SIGNUP == "closed":
            self.stdout.write("Signing up is closed. Set SIGNUP=first, start again and sign up.")
            return
        self.stdout.write(
            "Start Alliance and sign up: the first account opens your practice.\n"
            + settings.SITE_URL.rstrip("/")
            + reverse("account_signup")
        )

    def is_wanted(self) -> bool:
        if not sys.stdin.isatty():
            raise CommandError("Say --yes to remove the demo clinics with everything in them.")
        answer = input("Remove the demo clinics with everything in them? Type yes: ")
        return answer.strip().casefold() == "yes"
