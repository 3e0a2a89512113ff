"""How far the trail has come, told to places that whoever has the database can't reach."""

from datetime import datetime

from django.conf import settings

from alliance.audit.services.linking import write_checkpoints
from alliance.web.mail import send_when_done


def keep_checkpoints(*, now: datetime) -> int:
    """Into the file AUDIT_CHECKPOINTS, and to AUDIT_CHECKPOINT_MAIL if that is set; how many."""
    points = write_checkpoints(now)
    if points and settings.AUDIT_CHECKPOINT_MAIL:
        lines = "".join(point.line() for point in points)
        address = settings.AUDIT_CHECKPOINT_MAIL
        send_when_done("upkeep/mail/checkpoints", to=address, context={"lines": lines})
    return len(points)
