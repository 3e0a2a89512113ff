"""`manage.py prepare`: before the first start, and after every upgrade."""

import io
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.upkeep.archive.errors import BackupRefused
from alliance.upkeep.services.upgrades import LocksHeld, back_up_before_upgrade, short_locks
from alliance.walls.roles import may_make_roles


class Command(BaseCommand):
    help = (
        "Bring the database up to date: tables, cache, and whether the keys are its own. "
        "Run again, it changes nothing."
    )
    requires_system_checks = []  # they would ask the database that is not there yet

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with short_locks():
                self.upgrade()
        except (BackupRefused, LocksHeld) as problem:
            raise CommandError(str(problem)) from None
        call_command("vault_check", stdout=io.StringIO())
        call_command("replay_erasures", stdout=io.StringIO())
        self.stdout.write("The database is up to date, and the keys are its own.")

    def upgrade(self) -> None:
        kept = back_up_before_upgrade(now=timezone.now())
        if kept:
            self.stdout.write(f"Backed up before the upgrade: {kept}")
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if may_make_roles():
            call_command("make_roles", stdout=io.StringIO())
