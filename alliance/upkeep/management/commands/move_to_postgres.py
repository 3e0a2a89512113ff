"""`manage.py move_to_postgres ADDRESS`: for the therapist who opens a group practice."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.utils import timezone

from alliance.people.services.commands import note_everywhere
from alliance.upkeep.archive.errors import BackupRefused
from alliance.upkeep.services.elsewhere import database
from alliance.upkeep.services.moving import move


class Command(BaseCommand):
    help = (
        "Copy everything from SQLite into an empty PostgreSQL database and compare every table. "
        "Stop web and worker first. The SQLite file is not touched."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="postgresql://user@host/name")
        parser.add_argument(
            "--password-file", type=Path, help="the password, kept out of the address"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = options["address"]
        if connection.vendor != "sqlite" or not address.startswith("postgres"):
            raise CommandError("This moves from SQLite to an address postgresql://user@host/name.")
        file = options["password_file"]
        password = file.read_text(encoding="utf-8").strip() if file else ""
        try:
            with database(address, password=password) as alias:
                connections[alias].ensure_connection()
                # Before: so that it goes along.
                note_everywhere("began the move to PostgreSQL")
                compared = move(alias, now=timezone.now())
        except BackupRefused as problem:
            raise CommandError(str(problem)) from None
        except DatabaseError as problem:
            raise CommandError(f"PostgreSQL at that address refused: {problem}") from None
        for each in compared:
            self.stdout.write(f"{each.table:<40} {each.rows:>9} rows  sha256 {each.hash[:16]}")
        rows = sum(each.rows for each in compared)
        self.stdout.write(
            f"Moved: {rows} rows in {len(compared)} tables, each the same on both sides.\n"
            "Set DATABASE_URL to the new address and start Alliance. Everyone signs in again.\n"
            "The keys stay where they are. Keep the SQLite file until the first backup is made."
        )
