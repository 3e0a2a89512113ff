"""People from a table: who would be invited, and what stands in the way of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from alliance.people.models import Invitation, Membership, Team
from alliance.web.table_file import Row, Table

NEEDED = ("email", "roles")
MOST_NAME, MOST_EMAIL = 80, 254
ROLES = ("clinician", "supervisor", "admin")


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One row. `problems` are sentences; without any, this person would be invited."""

    number: int
    email: str
    name: str
    roles: frozenset[str]
    team: Team | None
    problems: tuple[str, ...]

    @property
    def role_words(self) -> str:
        return ", ".join(role for role in ROLES if role in self.roles)


@dataclass(frozen=True, kw_only=True)
class PeopleTable:
    lines: tuple[PersonLine, ...]
    # Everyone in it is here or invited: it was imported before.
    is_known: bool

    @property
    def faulty(self) -> tuple[PersonLine, ...]:
        return tuple(line for line in self.lines if line.problems)


@dataclass(frozen=True)
class _Clinic:
    here: frozenset[str]
    invited: frozenset[str]
    teams: Mapping[str, Team]
    counted: Counter[str]


def people_table(table: Table, *, admin: Membership) -> PeopleTable:
    """Each row beside who is here and who is invited. In three queries."""
    members = Membership.objects.active().filter(clinic=admin.clinic_id)
    waiting = Invitation.objects.visible_to(admin).waiting(at=timezone.now())
    clinic = _Clinic(
        here=frozenset(mail.lower() for mail in members.values_list("user__email", flat=True)),
        invited=frozenset(mail.lower() for mail in waiting.values_list("email", flat=True)),
        teams={team.name.lower(): team for team in Team.objects.visible_to(admin).open()},
        counted=Counter(row["email"].lower() for row in table.rows),
    )
    known = clinic.here | clinic.invited
    return PeopleTable(
        lines=tuple(_line(row, clinic=clinic) for row in table.rows),
        is_known=all(row["email"].lower() in known for row in table.rows),
    )


def _line(row: Row, *, clinic: _Clinic) -> PersonLine:
    email, team = row["email"], clinic.teams.get(row["team"].lower())
    words = row["roles"].replace(",", " ").replace("+", " ").replace("/", " ").lower().split()
    problems = [*_problems_of_address(email, clinic=clinic), *_problems_of_roles(words)]
    if len(row["name"]) > MOST_NAME:
        problems.append(_("The name is longer than 80 characters."))
    if row["team"] and team is None:
        problems.append(_("There is no team of this name."))
    return PersonLine(
        number=row.number,
        email=email[:MOST_EMAIL],
        name=row["name"][:MOST_NAME],
        roles=frozenset(words) & frozenset(ROLES),
        team=team,
        problems=tuple(problems),
    )


def _problems_of_address(email: str, *, clinic: _Clinic) -> list[str]:
    try:
        validate_email(email)
    except ValidationError:
        return [_("This is no email address.")]
    if len(email) > MOST_EMAIL:
        return [_("This is no email address.")]
    if email.lower() in clinic.here:
        return [_("They are here already.")]
    if email.lower() in clinic.invited:
        return [_("They are invited already.")]
    if clinic.counted[email.lower()] > 1:
        return [_("This address is in the file more than once.")]
    return []


def _problems_of_roles(words: list[str]) -> list[str]:
    if not words or not set(words) <= set(ROLES):
        return [_("Roles are clinician, supervisor or admin, several with a space between.")]
    return []
