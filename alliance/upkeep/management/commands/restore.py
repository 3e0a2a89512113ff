"""`manage.py restore FILE`: puts a backup back, after everything about it was found to be good."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from alliance.people.services.commands import note_everywhere
from alliance.upkeep.archive.contents import check_archive
from alliance.upkeep.archive.errors import ArchiveEmpty, BackupRefused
from alliance.upkeep.services.backups import make_backup
from alliance.upkeep.services.restores import Comparison, restore
from alliance.vault.errors import VaultError
from alliance.vault.queries import verify_keys


class Command(BaseCommand):
    help = "Put a backup into this database, all or nothing. Stop web and worker first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="what is here now may go; it is backed up first"
        )
        parser.add_argument(
            "--without-backup", action="store_true", help="if what is here can't be backed up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            check_archive(options["file"])
            if options["replace"] and not options["without_backup"]:
                self.keep_what_is_here()
            compared = restore(options["file"], replace=options["replace"])
            verify_keys()
            if "replay_erasures" in get_commands():
                # What the backup brought back of those who were erased since.
                call_command("replay_erasures", stdout=self.stdout)
            note_everywhere("restored a backup")
        except (BackupRefused, VaultError) as problem:
            raise CommandError(str(problem)) from None
        self.say(compared)

    def keep_what_is_here(self) -> None:
        try:
            made = make_backup(now=timezone.now(), reason="before-restore")
        except ArchiveEmpty:
            return
        except DatabaseError as problem:
            raise CommandError(
                f"What is here can't be backed up ({type(problem).__qualname__}). "
                "Say --without-backup if it may be lost."
            ) from None
        self.stdout.write(f"What was here is in {made.path}")

    def say(self, compared: list[Comparison]) -> None:
        for each in compared:
            self.stdout.write(f"{each.table:<40} {each.rows:>9} rows  sha256 {each.hash[:16]}")
        rows = sum(each.rows for each in compared)
        self.stdout.write(f"Restored: {rows} rows in {len(compared)} tables, each the same.")
