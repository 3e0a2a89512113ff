"""`manage.py recover EMAIL`: a way back in for someone who is locked out."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from alliance.audit.services import Nobody, note
from alliance.people.models import Membership, User
from alliance.people.services.resets import reset_path


class Command(BaseCommand):
    help = "Print a link with which this person can choose a new password, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody signs in with this address.")
        if not user.is_active:
            raise CommandError("This account was deactivated.")
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(
            f"{reset_address(user)}\n"
            "Whoever has this link can sign in as this person. It works once, within "
            f"{minutes} minutes."
        )


@transaction.atomic
def reset_address(user: User) -> str:
    """Where to choose a new password. Every clinic of this person has it in its trail."""
    for member in Membership.objects.active().of_user(user):
        note("made recovery link", member, by=Nobody(clinic_id=member.clinic_id))
    return settings.SITE_URL.rstrip("/") + reset_path(user)
