"""What the worker does by itself, and how often."""

from datetime import datetime, timedelta

from alliance.audit.services.linking import link_trail
from alliance.jobs.services import Work
from alliance.people.services.sign_ins import forget_ended
from alliance.people.services.watching import notice_bulk_reading
from alliance.privacy.services.erasing import overwrite_traces, replay
from alliance.privacy.services.erasures import carry_out_erasures
from alliance.privacy.services.retention import keep_to_retention
from alliance.reports.services.monthly import publish_all
from alliance.reports.services.running import remove_outlived
from alliance.reports.services.standing import ask_each_month
from alliance.upkeep.services.backups import back_up_nightly
from alliance.upkeep.services.checkpoints import keep_checkpoints
from alliance.upkeep.services.lateness import mail_if_late


def forget_traces(now: datetime) -> int:
    """Once more a day: a database may have had to keep a deleted row for somebody reading then."""
    overwrite_traces()
    return 0


WORKS = (
    # First: a database that was restored meanwhile may hold whoever was erased after the backup.
    Work(name="replay erasures", every=timedelta(hours=6), do=lambda now: replay(at=now)),
    Work(name="erase", every=timedelta(hours=1), do=lambda now: carry_out_erasures(now=now)),
    Work(
        name="keep to retention",
        every=timedelta(hours=6),
        do=lambda now: keep_to_retention(now=now),
    ),
    Work(name="link trail", every=timedelta(seconds=20), do=link_trail),
    Work(
        name="write checkpoints",
        every=timedelta(hours=1),
        do=lambda now: keep_checkpoints(now=now),
    ),
    Work(name="remove exports", every=timedelta(minutes=10), do=remove_outlived),
    Work(name="publish figures", every=timedelta(hours=6), do=publish_all),
    # After the figures that they tell.
    Work(name="monthly reports", every=timedelta(hours=6), do=ask_each_month),
    Work(
        name="notice bulk reading",
        every=timedelta(minutes=1),
        do=lambda now: notice_bulk_reading(now=now),
    ),
    Work(name="end sessions", every=timedelta(hours=6), do=lambda now: forget_ended(now=now)),
    Work(name="overwrite traces", every=timedelta(days=1), do=forget_traces),
    Work(name="back up", every=timedelta(days=1), do=lambda now: back_up_nightly(now=now)),
    # After the backup, which may just have mended it.
    Work(name="mind backups", every=timedelta(hours=12), do=lambda now: mail_if_late(now=now)),
)
