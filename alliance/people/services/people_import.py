"""Inviting everyone in a table at once."""

from collections.abc import Sequence
from typing import Protocol

from django.db import transaction

from alliance.audit.services import note
from alliance.people.models import Membership, Team
from alliance.people.services.invitations import invite
from alliance.people.services.members import Roles


class ToInvite(Protocol):
    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def team(self) -> Team | None: ...


@transaction.atomic
def import_people(lines: Sequence[ToInvite], *, by: Membership) -> int:
    """All of them or, with an error, nobody and no mail. Raises AlreadyHere, RolesMissing."""
    for line in lines:
        roles = Roles(**{f"is_{role}": True for role in line.roles})
        invite(line.email, roles=roles, name=line.name, team=line.team, by=by)
    note("imported people", by, by=by)
    return len(lines)
