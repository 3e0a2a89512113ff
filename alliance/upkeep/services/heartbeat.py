"""The worker says that it lives, also while it is at one long piece of work."""

import threading
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection
from django.utils import timezone

from alliance.jobs.models import Run
from alliance.upkeep.queries.health import HEARTBEAT

BEAT_SECONDS = 15


def beat() -> None:
    now = timezone.now()
    Run.objects.update_or_create(name=HEARTBEAT, defaults={"started_at": now, "finished_at": now})


class Heartbeat:
    """Beats in a thread of its own, from the start of the block to its end."""

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.is_over.set()
        self.thread.join()

    def _beat_on(self) -> None:
        while True:
            try:
                beat()
            except DatabaseError:
                # Away or busy; whoever looks sees that by itself.
                connection.close()
            if self.is_over.wait(BEAT_SECONDS):
                break
        connection.close()
