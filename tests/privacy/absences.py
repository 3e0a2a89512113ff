"""A will, time that goes by, and reading in an absence."""

from datetime import timedelta

from alliance.privacy.models import EmergencyAccess
from alliance.privacy.services.executors import name_executor
from tests.browse import Browser

REASON = "She is in hospital and a client is at risk."


def will_of(author, executor, **fields):
    values = {"wait_days": 7, "with_reflections": False, "by": author}
    return name_executor(executor, **values | fields)


def later(access, **wait):
    """Time goes by: as if it had been asked that much earlier."""
    gone = timedelta(**wait)
    EmergencyAccess.objects.filter(pk=access.pk).update(
        asked_at=access.asked_at - gone, opens_at=access.opens_at - gone
    )


def read(client, member, access, log):
    browser = Browser(client, member)
    overview = browser.get(f"/privacy/absences/{access.pk}/")
    page = browser.get(f"/privacy/absences/logs/{log.pk}/")
    assert overview.status_code == page.status_code
    return page
