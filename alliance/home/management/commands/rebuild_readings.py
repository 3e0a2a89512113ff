"""`manage.py rebuild_readings`: scores, usual ranges and signals anew, from the ratings."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliance.logbook.models import Client
from alliance.logbook.services.readings import refresh_readings
from alliance.people.models import Clinic
from alliance.people.services.commands import note_everywhere


class Command(BaseCommand):
    help = (
        "Read every client's sessions again from the first. Ratings and answers stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--clinic", metavar="SLUG", help="only this clinic")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if anything would differ"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        clients = Client.objects.kept()
        if options["clinic"]:
            clients = clients.filter(clinic=self.clinic(options["clinic"]))
        # Read at once: on one connection, each client's transaction would close the cursor.
        pks = list(clients.order_by("pk").values_list("pk", flat=True))
        differing = [differed for pk in pks if (differed := rebuild(pk, keep=not options["check"]))]
        found = (
            f"{len(pks)} clients read again; {len(differing)} differed, in {sum(differing)} rows."
        )
        if options["check"] and differing:
            raise CommandError(f"{found} Nothing was changed.")
        if not options["check"]:
            note_everywhere("rebuilt readings")
        self.stdout.write(found)

    def clinic(self, slug: str) -> Clinic:
        clinic = Clinic.objects.filter(slug=slug).first()
        if clinic is None:
            raise CommandError(f"There is no clinic at /c/{slug}/.")
        return clinic


@transaction.atomic
def rebuild(pk: UUID, *, keep: bool) -> int:
    """Rebuild one client; how many rows differed. Without `keep` all stays as it was."""
    rows = Client.objects.select_related("clinician").select_for_update(of=("self",))
    client = rows.filter(pk=pk).first()
    differed = refresh_readings(client) if client else 0
    if not keep:
        transaction.set_rollback(True)
    return differed
