"""How long a client's record is kept."""

from datetime import date

from django.db import models

from alliance.logbook.models import Client, SessionLog
from alliance.privacy.periods import years_after


def keep_until(client: Client, *, years: int) -> date:
    """The day on which the record has been kept for `years` after the last session."""
    logs = SessionLog.objects.filter(clinic=client.clinic_id, client=client)
    last = logs.aggregate(last=models.Max("held_on"))["last"] or client.started_on
    return years_after(last, years=years)
