"""What the worker does by itself, and how often."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from alliance.jobs.services import Work
from alliance.logbook.services.purge import discard_old_drafts, purge_trash


def end_sessions(now: datetime) -> int:
    """Forget sign-ins that ran out."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


WORKS = (
    Work(name="empty trash", every=timedelta(hours=6), do=lambda now: purge_trash(now=now)),
    Work(
        name="discard drafts", every=timedelta(days=1), do=lambda now: discard_old_drafts(now=now)
    ),
    Work(name="end sessions", every=timedelta(hours=6), do=end_sessions),
)
