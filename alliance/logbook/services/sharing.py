"""Showing a log from before a supervision to that supervisor, one by one."""

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import SessionLog, SharedLog
from alliance.people.models import Membership, Supervision


class NotSupervised(Exception):
    """This person doesn't supervise the author now."""


@transaction.atomic
def show_to(log: SessionLog, *, supervisor: Membership, by: Membership) -> None:
    """They read it while the supervision runs. Again changes nothing. Raises NotSupervised."""
    today = timezone.localdate(timezone=by.clinic.zone)
    running = Supervision.objects.running_on(today)
    if not running.filter(trainee=by, supervisor=supervisor).exists():
        raise NotSupervised
    _shared, is_new = SharedLog.objects.get_or_create(
        clinic_id=log.clinic_id, log=log, supervisor=supervisor
    )
    if is_new:
        note("showed", log, by=by)


@transaction.atomic
def stop_showing(log: SessionLog, *, supervisor: Membership, by: Membership) -> None:
    """They no longer read it. Again changes nothing."""
    if SharedLog.objects.filter(log=log, supervisor=supervisor).delete()[0]:
        note("stopped showing", log, by=by)
