"""The queue: who takes a job, who still owns it, and what becomes of one whose worker is gone.

The rows are those of any table that has the columns of `Job`. See docs/decisions/0012.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from alliance.jobs.models import Job, JobQuerySet

LEASE = timedelta(seconds=30)
"""How long a worker may be silent. A beat comes every half second."""
MOST_TRIES = 3
GAVE_UP = "gave_up"


def take_next(jobs: JobQuerySet[Any], *, now: datetime) -> Any:
    """The job waiting longest, now this worker's; None when there is nothing to do.

    Any number of workers may ask at once: the condition is in the UPDATE.
    """
    for pk in jobs.queued().values_list("pk", flat=True)[:5]:
        taken = jobs.filter(pk=pk, state=Job.State.QUEUED).update(
            state=Job.State.RUNNING,
            lease=uuid.uuid4(),
            lease_until=now + LEASE,
            tries=F("tries") + 1,
            started_at=now,
            rows_done=0,
            rows_total=None,
        )
        if taken:
            return jobs.get(pk=pk)
    return None


def settle(job: Any, *, jobs: JobQuerySet[Any], state: str, now: datetime, **values: Any) -> bool:
    """End a job that is still this worker's; False if somebody stopped it, or it was taken away."""
    owned = jobs.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    ended = {"state": state, "finished_at": now, "lease": None, "lease_until": None}
    return owned.update(**ended | values) == 1


def give_back(job: Any, *, jobs: JobQuerySet[Any]) -> bool:
    """Put a job back because its worker was told to stop; that counts for no try."""
    owned = jobs.filter(pk=job.pk, lease=job.lease, state=Job.State.RUNNING)
    back = {"state": Job.State.QUEUED, "lease": None, "lease_until": None}
    return owned.update(**back, tries=F("tries") - 1) == 1


def reap(jobs: JobQuerySet[Any], *, now: datetime) -> int:
    """Queue again what lost its worker, or give it up after three; how many rows that were."""
    lost = jobs.lost(now=now)
    ended = {"lease": None, "lease_until": None}
    given_up = lost.filter(tries__gte=MOST_TRIES).update(
        state=Job.State.FAILED, failure=GAVE_UP, finished_at=now, **ended
    )
    return given_up + lost.update(state=Job.State.QUEUED, **ended)


def cancel(job: Any, *, jobs: JobQuerySet[Any], now: datetime) -> bool:
    """Stop a job that is under way. A worker notices at its next step and throws its work away."""
    ended = {"state": Job.State.CANCELLED, "lease": None, "lease_until": None}
    return jobs.under_way().filter(pk=job.pk).update(**ended, finished_at=now) == 1


def queue_again(job: Any, *, jobs: JobQuerySet[Any], state: str, now: datetime) -> bool:
    """Another try for one that failed or was stopped: queued, or held once more."""
    over = jobs.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    fresh = {"tries": 0, "failure": "", "finished_at": None, "rows_done": 0, "rows_total": None}
    return over.update(state=state, queued_at=now, **fresh) == 1
