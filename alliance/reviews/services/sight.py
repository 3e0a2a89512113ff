"""Whether a log is still in sight at the moment in which something is done about it."""

from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.people.models import Membership


class NoLongerVisible(Exception):
    """The log was trashed or held back, or supervision ended, while its page was open."""


def keep_in_sight(log: SessionLog, *, by: Membership) -> None:
    """Hold the log until the end of the transaction. Raises NoLongerVisible.

    The log alone: Django's `exists` would hold its client too, after the log, while whoever changes
    the log holds the client first. Each would wait for the other.
    """
    today = timezone.localdate(timezone=by.clinic.zone)
    visible = SessionLog.objects.visible_to(by, on=today).select_for_update(of=("self",))
    if not visible.only("pk").filter(pk=log.pk).first():
        raise NoLongerVisible
