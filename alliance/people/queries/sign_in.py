"""What stands between somebody and pages: a second factor to set up, an address to confirm."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings

from alliance.people.access import needs_second_factor
from alliance.people.models import Membership
from alliance.people.models.memberships import factors_of
from alliance.walls.whose import for_user


def lacks_factor_somewhere(user: Any) -> bool:
    """Whether any place of theirs asks for a second factor that they don't have."""
    places = Membership.objects.active().of_user(user).select_related("clinic")
    has_factor = factors_of(user.pk).exists()
    with for_user(user.pk):
        return not has_factor and any(_is_asked_of(member) for member in places)


def lacks_factor(member: Any) -> bool:
    """Whether `member`, who comes with `has_factor`, has to set one up before any page here."""
    return not member.has_factor and _is_asked_of(member)


def _is_asked_of(member: Membership) -> bool:
    return needs_second_factor(member) and not _is_alone_on_own_laptop(member)


def _is_alone_on_own_laptop(member: Membership) -> bool:
    """Nobody else works in this clinic, and no other machine reaches it (decision 19)."""
    if not settings.ONE_LAPTOP:
        return False
    everyone = Membership.objects.active().filter(clinic=member.clinic_id)
    return not everyone.exclude(pk=member.pk).exists()


def is_confirmed(address: str, *, user: Any) -> bool:
    """Whether they opened the link that was sent to this address."""
    theirs = EmailAddress.objects.filter(user=user, verified=True)
    return bool(theirs.filter(email__iexact=address).exists())


def is_their_own(address: str, *, user: Any) -> bool:
    """Whether they are written to here: where they sign in with, or what they confirmed."""
    return bool(user.email.lower() == address.lower()) or is_confirmed(address, user=user)
