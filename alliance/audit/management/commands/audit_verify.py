"""`manage.py audit_verify`: whether the trail still says what it said."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from alliance.audit.chain import written_down
from alliance.audit.models import Entry, Link
from alliance.audit.queries.verifying import verify_trail

# Whose entries went with the demo, as `manage.py start_practice` says in the trail itself.
LEFT = "left demo"


class Command(BaseCommand):
    help = (
        "Check the chain of every clinic's trail, and that none ends before what the checkpoints "
        "outside the database say. Changed, removed, inserted and reordered entries are named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--checkpoints",
            default=str(settings.AUDIT_CHECKPOINTS),
            help="a file of checkpoints, or a mail",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        gone: set[UUID] = set(
            Entry.objects.filter(verb=LEFT, clinic=None).values_list("object_id", flat=True)
        )
        points = list(written_down(Path(options["checkpoints"])))
        kept = [point for point in points if point.chain not in gone]
        findings = list(verify_trail(kept, now=now))
        for finding in findings:
            self.stderr.write(f"{finding.chain} {finding.number}: {finding.what}")
        if findings:
            raise CommandError(f"The trail is not as it was written: {len(findings)} findings.")
        chains = Link.objects.order_by().values("chain").distinct().count()
        self.stdout.write(
            f"{Link.objects.count()} entries in {chains} chains, {len(kept)} checkpoints: as "
            "written."
        )
