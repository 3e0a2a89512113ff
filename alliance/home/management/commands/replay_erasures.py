"""`manage.py replay_erasures`: after a backup was restored, erase again whoever it brought back."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from alliance.home.services.closing import replay_closed_practices
from alliance.people.services.commands import note_everywhere
from alliance.privacy.services.erasing import replay
from alliance.privacy.services.erasures import replayed_erasures


class Command(BaseCommand):
    help = (
        "Destroy again every data key that the ledger of erasures names. Run it after a restore, "
        "before anybody signs in. Again, it changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        closed = replay_closed_practices()
        gone = replay(at=now)
        replayed_erasures(at=now)
        note_everywhere("replayed erasures")
        self.stdout.write(f"{gone} records and {closed} practices erased again.")
