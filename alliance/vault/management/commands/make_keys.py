"""Make the secrets of a new installation; never touch those of an existing one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.utils import get_random_secret_key

from alliance.vault.key_file import write_once
from alliance.vault.keys import lock_file, new_key_line

ABOUT = (
    "# The key to all words in this installation. Keep a copy, apart from the backups:\n"
    "# without this file no reflection, note or comment can ever be read again.\n"
)


class Command(BaseCommand):
    help = "Make the vault key file (mode 0600). An existing file is never overwritten."
    requires_system_checks = []  # they would ask for the keys that this command makes

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="succeed when a file is there already"
        )
        parser.add_argument(
            "--secret-key-file", type=Path, metavar="PATH", help="make Django's secret key too"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        may_exist = options["if_missing"]
        if not settings.VAULT_KEYS and lock_file().exists():
            if not may_exist:
                raise CommandError("A passphrase locks the keys already; they were left alone.")
        elif not settings.VAULT_KEYS:
            key_file = Path(settings.VAULT_KEY_FILE)
            self.make(key_file, ABOUT + new_key_line(), may_exist=may_exist)
        elif not may_exist:
            raise CommandError("The vault keys come from VAULT_KEYS, so no file is needed.")
        if options["secret_key_file"]:
            secret = get_random_secret_key() + "\n"
            self.make(options["secret_key_file"], secret, may_exist=may_exist)

    def make(self, path: Path, text: str, *, may_exist: bool) -> None:
        try:
            write_once(path, text)
        except FileExistsError:
            if not may_exist:
                raise CommandError(f"{path} is there and was left as it is.") from None
        else:
            self.stdout.write(f"Made {path}. Keep a copy of it in a safe place.")
