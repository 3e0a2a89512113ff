"""`manage.py worker`: does what is due, until SIGTERM or Ctrl-C."""

import logging
import signal
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from alliance.home.services.upkeep import WORKS
from alliance.jobs.services import run_due
from alliance.privacy.services.retention import rehearse
from alliance.reports.services.running import run_next
from alliance.upkeep.services.heartbeat import Heartbeat
from alliance.upkeep.services.metrics import tell_metrics
from alliance.upkeep.services.start import WrongSchema, verify_schema
from alliance.vault.errors import KeysLocked, VaultError
from alliance.vault.keys import is_locked
from alliance.vault.queries import verify_keys

PAUSE_SECONDS = 30

log = logging.getLogger("alliance.jobs")


class Command(BaseCommand):
    help = "Do background work when it is due: keep to retention, erase, back up, make reports."
    is_stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go now, and take nothing away"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.look()
            return
        try:
            verify_schema()
            verify_keys()
        except KeysLocked:
            self.stdout.write("The keys are locked. The worker waits until they are unlocked.")
        except (VaultError, WrongSchema) as problem:
            raise CommandError(str(problem)) from None
        if options["once"]:
            self.work()
            self.make_exports()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        if settings.WORKER_METRICS_ADDRESS:
            tell_metrics(settings.WORKER_METRICS_ADDRESS)
        self.stdout.write("The worker is ready.")
        with Heartbeat():
            while not self.is_stopping:
                self.work()
                self.pause()
        self.stdout.write("The worker stopped.")

    def look(self) -> None:
        """Say what would go, clinic by clinic; each clinic's log of retention keeps that too."""
        for clinic, dues in rehearse(now=timezone.now()):
            told = ", ".join(f"{due.kind.value} {due.going} (held {due.held})" for due in dues)
            self.stdout.write(f"{clinic.slug}: {told}")

    def stop(self, *_: Any) -> None:
        # Nothing but a flag: a handler that waits for a lock may wait for what it interrupted.
        self.is_stopping = True

    def work(self) -> None:
        if is_locked():
            return
        try:
            works = run_due(WORKS, now=timezone.now, is_stopping=lambda: self.is_stopping)
            for done in works:
                self.stdout.write(f"{done.name}: {done.rows}")
        except DatabaseError as error:
            # It comes back; its messages may quote a row.
            log.error("The database is away: %s", type(error).__qualname__)

    def pause(self) -> None:
        """Until work may be due again; meanwhile look for what somebody waits for."""
        close_old_connections()
        for _second in range(PAUSE_SECONDS):
            if not self.is_stopping:
                self.make_exports()
                time.sleep(1)

    def make_exports(self) -> None:
        """One after another, until none waits."""
        if is_locked():
            return
        try:
            while not self.is_stopping and run_next(is_stopping=lambda: self.is_stopping):
                pass
        except DatabaseError as error:
            log.error("The database is away: %s", type(error).__qualname__)
            close_old_connections()
