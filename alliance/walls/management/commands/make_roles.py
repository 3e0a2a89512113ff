"""`manage.py make_roles`: the roles of a PostgreSQL database, and what each may do."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from alliance.walls.roles import ROLES, make_roles


class Command(BaseCommand):
    help = (
        "Make the roles of a PostgreSQL database and grant each what it needs; `prepare` does it "
        "after every upgrade. Run again, it changes nothing. Runs as the owner of the tables."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--passwords",
            default=settings.DATABASE_ROLES,
            help="a folder with a file for each role, named after it, that holds its password",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles: whoever opens the file reads all of it.")
        make_roles(passwords_in(options["passwords"]))
        self.stdout.write(f"These roles are there: {', '.join(ROLES)}.")


def passwords_in(folder: str) -> dict[str, str]:
    """Role → password, of those that have a file."""
    files = {role: Path(folder) / role for role in ROLES} if folder else {}
    return {role: file.read_text().strip() for role, file in files.items() if file.exists()}
