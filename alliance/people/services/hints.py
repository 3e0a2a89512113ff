"""Hints of the first week: which of them somebody has read. Habits, not facts: no audit note."""

from alliance.people.models import Membership

ALL = 99


def read_hint(member: Membership, *, number: int) -> None:
    """That hint and those before it were read. Again, or late, it brings none of them back."""
    own = Membership.objects.filter(pk=member.pk, hints_read__lt=number)
    own.update(hints_read=min(number, ALL))


def stop_hints(member: Membership) -> None:
    read_hint(member, number=ALL)
