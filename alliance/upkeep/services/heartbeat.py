"""The worker says that it lives, also while it is at one long piece of work."""

from django.db import DatabaseError, connection
from django.utils import timezone

from alliance.jobs.models import Run
from alliance.jobs.services.beside import Beside
from alliance.upkeep.queries.health import HEARTBEAT

BEAT_SECONDS = 15


def beat() -> None:
    now = timezone.now()
    Run.objects.update_or_create(name=HEARTBEAT, defaults={"started_at": now, "finished_at": now})


class Heartbeat(Beside):
    """Beats in a thread of its own, from the start of the block to its end."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat")

    def keep_on(self) -> None:
        while True:
            try:
                beat()
            except DatabaseError:
                # Away or busy; whoever looks sees that by itself.
                connection.close()
            if self.is_over.wait(BEAT_SECONDS):
                break
        connection.close()
