"""Telling someone when no backup was made."""

from datetime import datetime, timedelta

from django.conf import settings

from alliance.people.models import Membership
from alliance.people.queries.places import practice_exists
from alliance.upkeep.queries.backup_age import backup_is_late, last_backup
from alliance.web.mail import send_when_done


def mail_if_late(*, now: datetime) -> int:
    """Mail whoever runs the server if the last backup is too old. How many mails went out.

    That is OPERATOR_MAIL; where it isn't set, every admin of a clinic that is no demo.
    """
    last = last_backup()
    if not practice_exists() or not backup_is_late(last, now=now):
        return 0
    hours = int((now - last.made_at) / timedelta(hours=1)) if last else 0
    addresses = [settings.OPERATOR_MAIL] if settings.OPERATOR_MAIL else _admins()
    for address in addresses:
        send_when_done("upkeep/mail/backup_late", to=address, context={"hours": hours})
    return len(addresses)


def _admins() -> list[str]:
    admins = Membership.objects.active().filter(is_admin=True, clinic__is_demo=False)
    return sorted(set(admins.values_list("user__email", flat=True)))
