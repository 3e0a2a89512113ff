"""Noticing somebody who reads or takes out unusually much: they are slowed down, admins are told.

Nothing is refused for good: a supervisor before a busy day reads a lot. But a sign-in that copies a
caseload is stopped from doing it in minutes, and somebody asks.
"""

from datetime import datetime, timedelta

from django.db import transaction

from alliance.audit.models import OPENED, OPENED_WITH_COMMENTS, PRINTED, Entry
from alliance.audit.services import Nobody, note
from alliance.people.models import Clinic, Membership, Session
from alliance.web.mail import send_when_done

MOST_LOGS, LOGS_WITHIN = 50, timedelta(minutes=10)
MOST_EXPORTS, EXPORTS_WITHIN = 3, timedelta(hours=1)
SLOWED_FOR = timedelta(minutes=30)
NOTICED = "was seen reading much"
READING = (OPENED, OPENED_WITH_COMMENTS, PRINTED)
TAKING = ("asked for", "downloaded")


def notice_bulk_reading(*, now: datetime) -> int:
    """Clinic by clinic; how many members were noticed. Told once in `SLOWED_FOR`."""
    return sum(_notice_in(clinic, now=now) for clinic in Clinic.objects.all())


@transaction.atomic
def _notice_in(clinic: Clinic, *, now: datetime) -> int:
    logs = Entry.objects.of_clinic(clinic.pk, since=now - LOGS_WITHIN)
    exports = Entry.objects.of_clinic(clinic.pk, since=now - EXPORTS_WITHIN)
    busy = {
        *logs.busy(READING, "logbook.sessionlog", above=MOST_LOGS),
        *exports.busy(TAKING, "reports.export", above=MOST_EXPORTS),
    }
    members = Membership.objects.active().of_users(busy).filter(clinic=clinic)
    noticed = [member for member in members if _is_news(member, now=now)]
    for member in noticed:
        note(NOTICED, member, by=Nobody(clinic_id=clinic.pk))
        Session.objects.of_user(member.user_id).update(slowed_until=now + SLOWED_FOR)
        _tell_admins(member)
    return len(noticed)


def _is_news(member: Membership, *, now: datetime) -> bool:
    told = Entry.objects.of_clinic(member.clinic_id, since=now - SLOWED_FOR).about(member.pk)
    return not told.filter(verb=NOTICED).exists()


def _tell_admins(member: Membership) -> None:
    """Who it was, and nothing of what was read."""
    admins = Membership.objects.active().filter(clinic=member.clinic_id, is_admin=True)
    for admin in admins.select_related("user"):
        send_when_done(
            "people/mail/read_much",
            to=admin.user.email,
            context={"name": member.user.name, "clinic": member.clinic.name},
        )
