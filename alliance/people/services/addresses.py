"""The addresses that somebody signs in with."""

from typing import Any

from allauth.account.models import EmailAddress


def keep_address(user: Any) -> None:
    """The one they sign in with stays it until they choose another.

    Where none is marked as that, allauth would take the first that is confirmed, and tell nobody.
    """
    theirs = EmailAddress.objects.filter(user=user)
    if not theirs.filter(primary=True).exists():
        address = user.email.lower()
        EmailAddress.objects.update_or_create(user=user, email=address, defaults={"primary": True})
