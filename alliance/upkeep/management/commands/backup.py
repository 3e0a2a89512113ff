"""`manage.py backup`: the whole database in one sealed file, read back before it counts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.people.services.commands import note_everywhere
from alliance.upkeep.archive.contents import check_archive
from alliance.upkeep.archive.errors import BackupRefused
from alliance.upkeep.services.backups import back_up


class Command(BaseCommand):
    help = (
        "Write a sealed backup into BACKUP_FOLDER, while Alliance runs or not. It opens with the "
        "vault key only, which is not in it: keep that somewhere else."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", type=Path, metavar="FILE", help="read a backup to its end instead"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["check"]:
                self.check_file(options["check"])
            else:
                self.make()
        except BackupRefused as problem:
            raise CommandError(str(problem)) from None

    def make(self) -> None:
        made = back_up(now=timezone.now(), reason="by-hand")
        note_everywhere("backed up")
        self.stdout.write(
            f"{made.path}: {made.rows} rows, {made.size_bytes} bytes, read back and whole, "
            f"in {made.seconds:.1f} s"
        )

    def check_file(self, path: Path) -> None:
        contents = check_archive(path)
        self.stdout.write(
            f"Whole: {contents.rows} rows in {len(contents.summaries)} tables, "
            f"from {contents.manifest.made_at:%d %B %Y %H:%M} UTC"
        )
