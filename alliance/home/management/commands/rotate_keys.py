"""`manage.py rotate_keys`: another key outside the database, while everyone goes on working."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alliance.home.services import keys
from alliance.vault.errors import VaultError
from alliance.vault.queries import verify_keys
from alliance.vault.rotating import StillNeeded


class Command(BaseCommand):
    help = (
        "Wrap every data key with the newest key outside the database. Texts stay as they are, "
        "nobody has to stop, and a rotation that was broken off goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--add", action="store_true", help="first add a new key to the file")
        parser.add_argument(
            "--retire", type=int, metavar="VERSION", help="forget a key that wraps nothing any more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verify_keys()
            if options["retire"] is not None:
                self.retire(options["retire"])
            else:
                self.rotate(is_added=options["add"])
        except (VaultError, StillNeeded) as problem:
            raise CommandError(str(problem)) from None

    def rotate(self, *, is_added: bool) -> None:
        if is_added:
            self.stdout.write(f"Added key version {keys.add()}. Keep a copy of the key file anew.")
        rows = keys.rotate(told=lambda done: self.stdout.write(f"{done} data keys …"))
        self.stdout.write(f"{rows} data keys wrapped anew.")

    def retire(self, version: int) -> None:
        keys.retire(version)
        self.stdout.write(
            f"Key version {version} is retired. Backups made before need it: keep the copy you "
            "have apart from them, and take the .retired file away when you have one."
        )
