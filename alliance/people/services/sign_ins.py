"""What happens to sign-ins: the ways they end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from alliance.audit.services import note
from alliance.people.models import Membership, Session, User
from alliance.walls.whose import for_user


@transaction.atomic
def end_one(public_id: UUID, *, by: Membership) -> int:
    """End this sign-in of one's own; how many ended."""
    ended = Session.objects.of_user(by.user_id).filter(public_id=public_id).delete()[0]
    if ended:
        note("ended a sign-in", by, by=by)
    return ended


@transaction.atomic
def end_others(*, but: str, by: Membership) -> int:
    """End every sign-in of one's own but the one whose key has this hash; how many ended."""
    ended = end_sign_ins(by.user_id, but=but)
    if ended:
        note("ended sign-ins", by, by=by)
    return ended


@transaction.atomic
def end_all_of(member: Membership, *, by: Membership) -> int:
    """End every sign-in of a colleague, in whichever clinic they are; how many ended."""
    ended = end_sign_ins(member.user_id)
    if ended:
        note("ended sign-ins", member, by=by)
    return ended


@transaction.atomic
def after_change_of_sign_in(user: User, *, but: str) -> None:
    """Another password, address or factor: every sign-in ends but the one it was done in."""
    end_sign_ins(user.pk, but=but)
    with for_user(user.pk):
        places = list(Membership.objects.active().of_user(user))
    for member in places:
        note("changed their sign-in", member, by=member)


def end_sign_ins(user_id: Any, *, but: str = "") -> int:
    """Because something else happened: a deactivation, a new password, another factor."""
    return Session.objects.of_user(user_id).besides(but).delete()[0]


def forget_ended(*, now: datetime) -> int:
    """Remove what is left of sign-ins that ran out a day ago; how many.

    Until then a form that is sent with one is kept for its person: see people.kept_words.
    """
    return Session.objects.filter(expire_date__lt=now - timedelta(days=1)).delete()[0]
