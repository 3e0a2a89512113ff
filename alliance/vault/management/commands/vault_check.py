"""Run after migrate, before web or worker: are these the keys of this database?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alliance.vault.errors import KeysLocked, VaultError
from alliance.vault.services import remember_keys


class Command(BaseCommand):
    help = "Refuse missing, unsafe or wrong keys; a new database remembers the keys it finds."
    requires_system_checks = []  # it says the same, once and shorter

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            remember_keys()
        except KeysLocked:
            self.stdout.write("The keys are locked; they are checked when somebody unlocks them.")
            return
        except VaultError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("The keys are those of this database.")
