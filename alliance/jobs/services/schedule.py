"""Doing what is due. What there is to do is handed in: this package knows no clients or logs."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from alliance.jobs.models import Run

AGAIN_AFTER = timedelta(minutes=10)
"""How long work that failed, or whose worker was killed, waits for its next try."""

log = logging.getLogger("alliance.jobs")


@dataclass(frozen=True)
class Work:
    """Something to do every so often. `do` may be run twice, and says how many rows it changed."""

    name: str
    every: timedelta
    do: Callable[[datetime], int]


@dataclass(frozen=True)
class Done:
    name: str
    rows: int


def run_due(
    works: Iterable[Work], *, now: Callable[[], datetime], is_stopping: Callable[[], bool]
) -> tuple[Done, ...]:
    """Do what is due, in turn, until told to stop. One piece that fails doesn't hold up the rest.

    Any number of workers may call this: each piece is begun by one of them.
    """
    done = []
    for work in works:
        if is_stopping():
            break
        if _begin(work, now=now()):
            rows = _do(work, now=now)
            done += [] if rows is None else [Done(name=work.name, rows=rows)]
    return tuple(done)


def _begin(work: Work, *, now: datetime) -> bool:
    """Take the work on, if it is due and no other worker was quicker."""
    Run.objects.get_or_create(name=work.name)
    due = Run.objects.filter(name=work.name).due(now=now, every=work.every, again_after=AGAIN_AFTER)
    return due.update(started_at=now, finished_at=None) == 1


def _do(work: Work, *, now: Callable[[], datetime]) -> int | None:
    try:
        rows = work.do(now())
    except Exception as error:  # noqa: BLE001 - whatever went wrong, other work goes on
        # Neither message nor traceback: both could carry what somebody wrote.
        log.error("%s failed: %s", work.name, type(error).__qualname__)
        return None
    Run.objects.filter(name=work.name).update(finished_at=now())
    return rows
