"""How far a job is, told while it runs; and whether it is still wanted."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from alliance.jobs.models import Job
from alliance.jobs.services.beside import Beside
from alliance.jobs.services.queue import LEASE

BEAT_SECONDS = 0.5


class Stopped(Exception):
    """Somebody stopped the job, or it was given to another worker. Nothing of it counts."""


class Interrupted(Exception):
    """The worker was told to stop. The job goes back into the queue."""


class Progress:
    """Counts rows. What is written with one of these and nothing else is told to nobody."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None

    def expect(self, rows: int) -> None:
        """Say how many rows there are to do, or how many more."""
        self.total = (self.total or 0) + rows

    def step(self, rows: int = 1) -> None:
        """Say that `rows` more are done. Raises Stopped or Interrupted."""
        self.done += rows
        self.check()

    def over[T](self, rows: Iterable[T]) -> Iterator[T]:
        """The rows, each counted once it was dealt with."""
        for row in rows:
            yield row
            self.step()

    def check(self) -> None:
        """Raise if the work is no longer wanted."""


class Heart(Beside, Progress):
    """Beats while a job runs: says how far it is, keeps the lease, and hears whether to stop.

    In a thread with a database connection of its own: the one that works may be inside a snapshot
    in which nothing is written, or in one long step.
    """

    def __init__(self, job: Job, *, is_stopping: Callable[[], bool]) -> None:
        Beside.__init__(self, name="heart")
        Progress.__init__(self)
        self.rows: Any = type(job)._default_manager.filter(
            pk=job.pk, lease=job.lease, state=Job.State.RUNNING
        )
        self.is_stopping = is_stopping
        self.is_lost = False

    def check(self) -> None:
        if self.is_lost:
            raise Stopped
        if self.is_stopping():
            raise Interrupted

    def keep_on(self) -> None:
        try:
            while not self.is_lost and not self.is_over.wait(BEAT_SECONDS):
                self.beat()
        finally:
            connection.close()

    def beat(self) -> None:
        """Say how far it is and that the worker lives, and hear whether it is still wanted."""
        told = {"rows_done": self.done, "rows_total": self.total}
        try:
            self.is_lost = not self.rows.update(lease_until=timezone.now() + LEASE, **told)
        except DatabaseError:
            # Busy or away. The lease outlives many beats; without any, another worker takes over.
            return
