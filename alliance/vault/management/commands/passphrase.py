"""Lock the keys of a solo practice by a passphrase, change it, or take it off."""

import getpass
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alliance.vault.errors import VaultError
from alliance.vault.key_file import read_private, replace_private, write_once
from alliance.vault.keys import lock_file
from alliance.vault.lock import SHORTEST, Cost, lock, unlock

KEEP = """
Your recovery key. Write it on paper, or print it, and keep it in a sealed envelope away from this
machine. It is shown once and kept nowhere:

    {recovery}

Without the passphrase and without this key every word is gone for good; nobody can help.
"""


class Command(BaseCommand):
    help = (
        "Lock the keys by a passphrase, for a practice of one. From the next start on, Alliance "
        "shows nothing but a page that asks for it."
    )
    requires_system_checks = []  # they would ask for the keys

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--set", action="store_const", dest="act", const=self.set_first)
        what.add_argument("--change", action="store_const", dest="act", const=self.change)
        what.add_argument("--remove", action="store_const", dest="act", const=self.remove)
        parser.add_argument("--memory-kib", type=int, default=Cost.memory_kib)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.VAULT_KEYS:
            raise CommandError("The keys come from VAULT_KEYS; a passphrase locks a key file.")
        self.cost = Cost(memory_kib=options["memory_kib"])
        try:
            options["act"]()
        except FileExistsError:
            raise CommandError("A passphrase is set already. Say --change.") from None
        except VaultError as problem:
            raise CommandError(str(problem)) from None

    def set_first(self) -> None:
        if lock_file().exists():
            raise FileExistsError
        key_file = Path(settings.VAULT_KEY_FILE)
        keys = read_private(key_file)
        text, recovery = lock(keys, passphrase=self.ask_new(), cost=self.cost)
        # The lock first: killed in between, both are there and the keys are not lost.
        write_once(lock_file(), text)
        wipe(key_file)
        self.stdout.write(KEEP.format(recovery=recovery))

    def change(self) -> None:
        keys = self.open_now()
        text, recovery = lock(keys, passphrase=self.ask_new(), cost=self.cost)
        replace_private(lock_file(), text)
        self.stdout.write(KEEP.format(recovery=recovery))

    def remove(self) -> None:
        keys = self.open_now()
        replace_private(Path(settings.VAULT_KEY_FILE), keys)
        wipe(lock_file())
        self.stdout.write("The passphrase is off. The key file lies beside the database again.")

    def open_now(self) -> str:
        if not lock_file().exists():
            raise CommandError("No passphrase is set.")
        return unlock(read_private(lock_file()), secret=ask("Passphrase or recovery key: "))

    def ask_new(self) -> str:
        wanted = ask("New passphrase: ")
        if len(wanted) < SHORTEST:
            raise CommandError(f"Take at least {SHORTEST} characters; a short sentence is good.")
        if ask("Once more: ") != wanted:
            raise CommandError("The two were not the same. Nothing was changed.")
        return wanted


def ask(label: str) -> str:
    """From the terminal without an echo, or a line of what is piped in."""
    if sys.stdin.isatty():
        return getpass.getpass(label)
    return sys.stdin.readline().rstrip("\n")


def wipe(path: Path) -> None:
    """Overwrite and remove. A disk that moves data about may keep a copy: encrypt it whole."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(bytes(size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
