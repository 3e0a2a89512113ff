"""What stands between somebody and the pages outside any clinic."""

from typing import Any

from alliance.people.access import needs_second_factor
from alliance.people.models import Membership
from alliance.people.models.memberships import factors_of
from alliance.walls.whose import for_user


def lacks_factor_somewhere(user: Any) -> bool:
    """Whether any place of theirs asks for a second factor that they don't have."""
    places = Membership.objects.active().of_user(user).select_related("clinic")
    has_factor = factors_of(user.pk).exists()
    with for_user(user.pk):
        return not has_factor and any(needs_second_factor(member) for member in places)
