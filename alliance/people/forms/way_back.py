"""Asking for a new password."""

from typing import Any

from allauth.account.forms import ResetPasswordForm

from alliance.people.queries.sign_in import is_their_own


class WayBackForm(ResetPasswordForm):
    """A link goes to the address somebody signs in with, or to another that they confirmed: one
    that was mistyped would hand the account to a stranger."""

    users: list[Any]

    def clean_email(self) -> str:
        email: str = super().clean_email()
        self.users = [user for user in self.users if is_their_own(email, user=user)]
        return email
