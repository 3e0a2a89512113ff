"""`manage.py drill`: a backup of the running database, restored elsewhere and looked over there."""

import json
import os
import subprocess
import sys
import tempfile
import time
from argparse import SUPPRESS, ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from alliance.people.services.commands import note_everywhere
from alliance.upkeep.archive.errors import BackupRefused
from alliance.upkeep.services.backups import back_up
from alliance.upkeep.services.elsewhere import database, scratch_address
from alliance.upkeep.services.looking_over import Looked, somebody_signs_in, words_open
from alliance.upkeep.services.restores import restore_into

# Of other packages; each fails with an error if what it looks at is not in order.
LOOK_THEMSELVES = ("replay_erasures", "audit_verify")


class Command(BaseCommand):
    help = (
        "Prove that a backup can be restored: make one while everyone works, restore it into a "
        "database of its own, compare every table, open words, verify the trail, erase again who "
        "was erased, sign in. Nothing changes here but that there is one backup more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--look-over-the-copy", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["look_over_the_copy"]:
            self.look_over()
            return
        try:
            with scratch_address() as address:
                is_good = self.drill(address)
        except (BackupRefused, DatabaseError) as problem:
            raise CommandError(f"The drill failed: {problem}") from None
        if not is_good:
            raise CommandError("The drill failed: see above.")
        note_everywhere("ran a drill")
        self.stdout.write("The drill succeeded.")

    def drill(self, address: str) -> bool:
        began = time.monotonic()
        # As they were before the backup: what the trail says later is not in the copy.
        checkpoints = _checkpoints()
        made = back_up(now=timezone.now(), reason="drill")
        self.stdout.write(f"{made.rows} rows backed up in {made.seconds:.1f} s to {made.path}")
        restoring = time.monotonic()
        password = connection.settings_dict.get("PASSWORD") or ""
        with database(address, password=password) as alias:
            compared = restore_into(alias, made.path, contents=made.contents)
        seconds = time.monotonic() - restoring
        self.stdout.write(f"{len(compared)} of {len(compared)} tables equal, in {seconds:.1f} s")
        is_good = self.look_there(address, checkpoints=checkpoints)
        self.stdout.write(f"{time.monotonic() - began:.1f} s in all")
        return is_good

    def look_there(self, address: str, *, checkpoints: bytes) -> bool:
        """In a process of its own: this one is bound to the database in use."""
        with tempfile.NamedTemporaryFile(prefix="alliance-drill-") as file:
            file.write(checkpoints)
            file.flush()
            return self.look_with(address, checkpoints=file.name)

    def look_with(self, address: str, *, checkpoints: str) -> bool:
        command = [sys.executable, sys.argv[0], "drill", "--look-over-the-copy"]
        if Path(sys.argv[0]).name != "manage.py":
            command = [sys.executable, "-m", "django", *command[2:]]
        looked = subprocess.run(  # noqa: S603 - ourselves
            command,
            env={**os.environ, "DATABASE_URL": address, "AUDIT_CHECKPOINTS": checkpoints},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        for line in looked.stdout.splitlines():
            one = Looked(**json.loads(line))
            self.stdout.write(f"{one.what}: {one.tried} tried, {one.failed} failed")
        return looked.returncode == 0

    def look_over(self) -> None:
        if "drill" not in str(connection.settings_dict["NAME"]):
            raise CommandError("This is for the copy of a drill only: it changes what it looks at.")
        looked = list(_looked())
        for one in looked:
            self.stdout.write(json.dumps(asdict(one)))
        if any(one.failed for one in looked):
            raise CommandError("Not everything is in order in the copy.")


def _checkpoints() -> bytes:
    path = Path(getattr(settings, "AUDIT_CHECKPOINTS", ""))
    return path.read_bytes() if path.is_file() else b""


def _looked() -> Iterator[Looked]:
    for name in LOOK_THEMSELVES:
        if name not in get_commands():
            continue
        try:
            call_command(name, stdout=sys.stderr)
        except CommandError:
            yield Looked(name, 1, 1)
        else:
            yield Looked(name, 1, 0)
    yield words_open()
    yield somebody_signs_in()
