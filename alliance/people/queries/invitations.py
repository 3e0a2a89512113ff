"""An invitation as its holder opens it."""

from dataclasses import dataclass
from datetime import datetime

from alliance.people.models import Invitation, User
from alliance.walls.whose import for_token, in_clinic


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An invitation that still works, and whether its address has an account."""

    invitation: Invitation
    has_account: bool

    def is_for(self, user: User) -> bool:
        return user.email.lower() == self.invitation.email.lower()


def opened_invitation(token_hash: str, *, at: datetime) -> Opened | None:
    with for_token(token_hash):
        clinic_id = Invitation.objects.clinic_of_token(token_hash)
    if clinic_id is None:
        return None
    waiting = Invitation.objects.waiting(at=at).with_token(token_hash)
    with in_clinic(clinic_id):
        invitation = waiting.select_related("clinic", "invited_by__user").first()
    if invitation is None:
        return None
    has_account = User.objects.filter(email__iexact=invitation.email).exists()
    return Opened(invitation=invitation, has_account=has_account)
