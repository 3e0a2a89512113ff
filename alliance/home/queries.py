"""What the landing page needs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alliance.logbook.models import Client, Draft, SessionLog
from alliance.people.models import Membership, Supervision
from alliance.web.prepared import prepared

MOST_DRAFTS = 20
MOST_LOGS = 30
MORNING, AFTERNOON, EVENING = 5, 12, 18
# First words of a name that are no name to be greeted by.
TITLES = {
    "admin", "clinician", "dr", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "supervisor",
    "therapist", "trainee",
}  # fmt: skip


@dataclass(frozen=True)
class Waiting:
    """A draft that waits to be finished."""

    submission: UUID
    code: str
    held_on: date | None
    answered: int


@dataclass(frozen=True)
class TraineeLog:
    log_id: UUID
    code: str
    trainee: str
    held_on: date
    number: int


def greeting(name: str, *, at: datetime) -> str:
    """ "Good afternoon, Ines." by the clock of the clinic, which `at` carries."""
    values = {"name": spoken_name(name)}
    if MORNING <= at.hour < AFTERNOON:
        return _("Good morning, %(name)s.") % values
    if AFTERNOON <= at.hour < EVENING:
        return _("Good afternoon, %(name)s.") % values
    return _("Good evening, %(name)s.") % values


def spoken_name(name: str) -> str:
    """The first word of a name; the whole where that is a title, an initial or a role."""
    first = name.split()[0] if name.split() else ""
    is_name = first.isalpha() and len(first) > 1 and first.lower() not in TITLES
    return first if is_name else name


def has_clients(member: Membership) -> bool:
    """Whether `member` has any client, open or closed."""
    return Client.objects.of_clinician(member).exists()


def drafts_of(member: Membership) -> list[Waiting]:
    """What `member` has begun and not saved, latest first."""
    return [Waiting(*facts) for facts in _drafts_of(member)]


@prepared
def _drafts_of(member: Membership) -> QuerySet[Draft, tuple[UUID, str, date | None, int]]:
    rows = Draft.objects.written_by(member).order_by("-saved_at")
    return rows.values_list("submission", "client__code", "held_on", "answered")[:MOST_DRAFTS]


def trainee_logs(supervisor: Membership, *, today: date) -> list[TraineeLog]:
    """The latest sessions that those whom `supervisor` supervises have logged, in two queries."""
    read = list(Supervision.objects.read_by(supervisor, on=today))
    rows = SessionLog.objects.read_through(read, on=today).exclude(author=supervisor)
    told = rows.order_by("-held_on", "-created_at").values_list(
        "pk", "client__code", "author__user__name", "held_on", "number"
    )
    return [TraineeLog(*facts) for facts in told[:MOST_LOGS]]
