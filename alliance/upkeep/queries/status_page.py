"""What the page about the server tells an admin."""

import shutil
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.jobs.models import Job, Run
from alliance.reports.models import Export
from alliance.upkeep.models import Backup
from alliance.upkeep.queries.backup_age import backup_is_late, last_backup
from alliance.upkeep.queries.health import HEARTBEAT, data_folder, failing, last_heartbeat
from alliance.web.replica import has_replica, seconds_behind

NEWEST_BACKUPS = 5
PART_NAMES = {
    "database": _("Database"),
    "tables": _("Tables of this release"),
    "keys": _("Keys"),
    "disk": _("Room on the disk"),
    "worker": _("Worker"),
}
WORK_NAMES = {
    "back up": _("Make a backup"),
    "end sessions": _("End sign-ins that are over"),
    "erase": _("Erase whoever asked for it"),
    "keep to retention": _("Delete what is over its time"),
    "link trail": _("Link the trail"),
    "mind backups": _("Mail if the backup is late"),
    "monthly reports": _("Prepare the reports of each month"),
    "notice bulk reading": _("Notice unusually much reading"),
    "overwrite traces": _("Overwrite what deleted rows left"),
    "publish figures": _("Work out the figures of a month"),
    "remove exports": _("Remove exports after their time"),
    "replay erasures": _("Erase again after a restore"),
    "write checkpoints": _("Sign a checkpoint of the trail"),
}


@dataclass(frozen=True)
class Part:
    name: str | Promise
    is_well: bool


@dataclass(frozen=True)
class Disk:
    free_bytes: int
    free_percent: int


@dataclass(frozen=True)
class Queue:
    """Exports that wait for the worker, over all clinics; nobody's name."""

    waiting: int
    running: int
    oldest_at: datetime | None


@dataclass(frozen=True)
class WorkDone:
    """`finished_at` is None while it runs, or where its worker was killed."""

    name: str | Promise
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True)
class Status:
    parts: list[Part]
    database: str
    heard_at: datetime | None
    works: list[WorkDone]
    queue: Queue
    backups: list[Backup]
    is_backup_late: bool
    disk: Disk
    # None: there is none, or it doesn't answer.
    has_replica: bool
    replica_seconds_behind: float | None

    @property
    def is_well(self) -> bool:
        return all(part.is_well for part in self.parts) and not self.is_backup_late


def status(*, now: datetime) -> Status:
    ill = failing(now=now)
    backups = list(Backup.objects.newest_first()[:NEWEST_BACKUPS])
    return Status(
        parts=[Part(words, name not in ill) for name, words in PART_NAMES.items()],
        database=connection.display_name,
        heard_at=last_heartbeat(),
        works=[
            WorkDone(WORK_NAMES.get(run.name, run.name), run.started_at, run.finished_at)
            for run in Run.objects.exclude(name=HEARTBEAT).order_by("name")
        ],
        queue=queue(),
        backups=backups,
        is_backup_late=backup_is_late(backups[0] if backups else None, now=now),
        disk=disk(),
        has_replica=has_replica(),
        replica_seconds_behind=seconds_behind() if has_replica() else None,
    )


def queue() -> Queue:
    is_waiting = Q(state=Job.State.QUEUED)
    found = Export.objects.under_way().aggregate(
        waiting=Count("pk", filter=is_waiting),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        oldest_at=Min("queued_at", filter=is_waiting),
    )
    return Queue(**found)


def disk() -> Disk:
    usage = shutil.disk_usage(data_folder())
    return Disk(usage.free, round(100 * usage.free / usage.total))


def backup_age_seconds(*, now: datetime) -> float | None:
    last = last_backup()
    return (now - last.made_at).total_seconds() if last else None
