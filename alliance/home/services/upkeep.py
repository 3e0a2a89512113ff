"""What the worker does by itself, and how often."""

from datetime import timedelta

from alliance.jobs.services import Work
from alliance.logbook.services.purge import discard_old_drafts, purge_trash
from alliance.people.services.sign_ins import forget_ended
from alliance.reports.services.monthly import publish_all
from alliance.reports.services.running import remove_outlived
from alliance.upkeep.services.backups import back_up_nightly
from alliance.upkeep.services.lateness import mail_if_late

WORKS = (
    Work(name="empty trash", every=timedelta(hours=6), do=lambda now: purge_trash(now=now)),
    Work(
        name="discard drafts", every=timedelta(days=1), do=lambda now: discard_old_drafts(now=now)
    ),
    Work(name="remove exports", every=timedelta(minutes=10), do=remove_outlived),
    Work(name="publish figures", every=timedelta(hours=6), do=publish_all),
    Work(name="end sessions", every=timedelta(hours=6), do=lambda now: forget_ended(now=now)),
    Work(name="back up", every=timedelta(days=1), do=lambda now: back_up_nightly(now=now)),
    # After the backup, which may just have mended it.
    Work(name="mind backups", every=timedelta(hours=12), do=lambda now: mail_if_late(now=now)),
)
