"""Links for choosing a new password, for those who can't ask for one themselves."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from alliance.audit.services import note
from alliance.people.models import Membership, User
from alliance.web.mail import send_when_done


@transaction.atomic
def mail_reset(member: Membership, *, by: Membership) -> None:
    """An admin starts it; only the person gets the link, and chooses the password."""
    note("sent a reset link", member, by=by)
    values = {"clinic": by.clinic.name, "admin": by.user.name, "path": reset_path(member.user)}
    send_when_done("people/mail/reset", to=member.user.email, context=values)


def reset_path(user: User) -> str:
    """Works once, for as long as PASSWORD_RESET_TIMEOUT says, and until the password changes."""
    key = default_token_generator.make_token(user)
    uid = user_pk_to_url_str(user)
    return reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": uid, "key": key},
        urlconf=settings.ROOT_URLCONF,
    )
