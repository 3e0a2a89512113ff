"""Who there is: users, clinics, memberships with their roles, supervision."""

from alliance.people.models.clinics import Clinic, ClinicKey, ClinicOwned, LogForm
from alliance.people.models.invitations import Invitation
from alliance.people.models.memberships import Membership
from alliance.people.models.sessions import Session
from alliance.people.models.sign_in import FactorKey, KnownDevice
from alliance.people.models.supervisions import Deputy, Supervision
from alliance.people.models.teams import Team, TeamPlace
from alliance.people.models.users import User

__all__ = [
    "Clinic",
    "ClinicKey",
    "ClinicOwned",
    "Deputy",
    "FactorKey",
    "Invitation",
    "KnownDevice",
    "LogForm",
    "Membership",
    "Session",
    "Supervision",
    "Team",
    "TeamPlace",
    "User",
]
