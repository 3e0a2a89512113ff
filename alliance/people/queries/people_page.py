"""Who is here, who is invited, who left: for the pages of people."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alliance.people.models import Invitation, Membership, Supervision, TeamPlace
from alliance.people.models.memberships import factors_of_each

PAGE_SIZE = 40


@dataclass(frozen=True, kw_only=True)
class Person:
    member_id: UUID
    name: str
    initials: str
    email: str
    roles: str
    supervisors: tuple[str, ...]
    teams: tuple[str, ...]
    signs_in_with: str
    has_password_only: bool
    last_here: date | None
    left_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Invited:
    invitation_id: UUID
    name: str
    email: str
    roles: str
    sent_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """`total` counts members who are here; the page's rows hold those who left at the end."""

    people: tuple[Person, ...]
    invited: tuple[Invited, ...]
    total: int
    page: Page  # type: ignore[type-arg]
    find: str


def role_words(who: Membership | Invitation, *, is_trainee: bool = False) -> str:
    """Their roles as a person says them: "Trainee, supervisor"."""
    words = []
    if who.is_clinician:
        words.append(_("Trainee") if is_trainee else _("Clinician"))
    if who.is_supervisor:
        words.append(_("Supervisor"))
    if who.is_admin:
        words.append(_("Admin"))
    first, *others = words
    return ", ".join([first, *(word.lower() for word in others)])


def people_page(admin: Membership, *, today: date, find: str = "", number: str = "1") -> PeoplePage:
    """One page of the clinic's people by name; whoever is invited comes with the first."""
    here = Membership.objects.visible_to(admin).select_related("user")
    waiting = Invitation.objects.visible_to(admin).waiting(at=timezone.now())
    total = here.active().count()
    if find:
        here = here.filter(Q(user__name__icontains=find) | Q(user__email__icontains=find))
        waiting = waiting.filter(Q(name__icontains=find) | Q(email__icontains=find))
    ordered = here.order_by(F("deactivated_at").asc(nulls_first=True), "user__name", "pk")
    page = Paginator(ordered, PAGE_SIZE).get_page(number)
    invited = waiting.order_by("-sent_at")[:PAGE_SIZE] if page.number == 1 else ()
    return PeoplePage(
        people=_people(list(page.object_list), today=today),
        invited=tuple(_invited(each) for each in invited),
        total=total,
        page=page,
        find=find,
    )


def person(member: Membership, *, today: date) -> Person:
    """One member, who comes with their user."""
    return _people([member], today=today)[0]


def _people(members: Collection[Membership], *, today: date) -> tuple[Person, ...]:
    supervisors, teams = _supervisors(members, today=today), _teams(members)
    factors = factors_of_each([member.user_id for member in members])
    return tuple(
        Person(
            member_id=member.pk,
            name=member.user.name,
            initials=member.user.initials,
            email=member.user.email,
            roles=role_words(member, is_trainee=member.pk in supervisors),
            supervisors=tuple(supervisors.get(member.pk, ())),
            teams=tuple(teams.get(member.pk, ())),
            signs_in_with=_signs_in_with(factors.get(member.user_id, Counter())),
            has_password_only=not factors.get(member.user_id),
            last_here=_day_of(member.user.last_login),
            left_at=member.deactivated_at,
        )
        for member in members
    )


def _day_of(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _signs_in_with(factors: Counter[str]) -> str:
    passkeys = factors[Authenticator.Type.WEBAUTHN]
    words = ngettext("Passkey", "%d passkeys", passkeys)
    told = [words % passkeys if passkeys > 1 else words] if passkeys else []
    if factors[Authenticator.Type.TOTP]:
        told.append(_("Password and app"))
    return ", ".join(told) or _("Password only")


def _supervisors(members: Collection[Membership], *, today: date) -> dict[UUID, list[str]]:
    running = Supervision.objects.running_on(today).filter(trainee__in=list(members))
    told = running.order_by("starts_on").values_list("trainee", "supervisor__user__name")
    found: dict[UUID, list[str]] = defaultdict(list)
    for trainee_id, name in told:
        found[trainee_id].append(name)
    return found


def _teams(members: Collection[Membership]) -> dict[UUID, list[str]]:
    places = TeamPlace.objects.filter(member__in=list(members), team__closed_at__isnull=True)
    found: dict[UUID, list[str]] = defaultdict(list)
    for member_id, name in places.order_by("team__name").values_list("member", "team__name"):
        found[member_id].append(name)
    return found


def _invited(invitation: Invitation) -> Invited:
    return Invited(
        invitation_id=invitation.pk,
        name=invitation.name,
        email=invitation.email,
        roles=role_words(invitation),
        sent_at=invitation.sent_at,
        expires_at=invitation.expires_at,
    )
