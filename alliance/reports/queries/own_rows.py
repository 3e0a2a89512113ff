"""Everything that a member wrote or decided, table by table, with their words opened for them.

Each part is a file of `my data`. Whoever adds a table that holds something of a person's own adds
it here; `tests/reports/test_my_data.py` fails until they do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from alliance.audit.models import Entry
from alliance.logbook.models import (
    Absence,
    CardMark,
    Client,
    ClientKey,
    Draft,
    LogVersion,
    Reflection,
    ReflectionVersion,
    Rupture,
    RuptureStep,
    SessionLog,
    SharedLog,
    Signal,
    Suggestion,
)
from alliance.logbook.sealing import opened
from alliance.people.models import Deputy, Membership, Supervision
from alliance.people.services import key_of_clinic
from alliance.reviews.models import (
    AgendaItem,
    Comment,
    Recommendation,
    SignOff,
    SupervisionSession,
)
from alliance.vault.data_keys import DataKey, unwrap
from alliance.vault.fields import SealedField

AT_A_TIME = 2000


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file: the rows of one table. `client` leads from a row to the client's id."""

    name: str
    model: type[Model]
    of: Callable[[Membership, date], QuerySet[Any]]
    client: str = "client_id"
    # Columns that say something of others.
    left_out: tuple[str, ...] = ("clinic_id",)

    @property
    def fields(self) -> list[Any]:
        """The columns told, in order; the clinic is that of the whole export."""
        fields = self.model._meta.local_fields
        return [field for field in fields if field.attname not in self.left_out]

    @property
    def sealed(self) -> list[str]:
        return [field.attname for field in self.fields if isinstance(field, SealedField)]


def own_rows(part: Part, member: Membership, *, today: date) -> Iterator[dict[str, Any]]:
    """The rows of one part, by column, in the order in which they were made. Raises Unreadable."""
    keys = Keys(member)
    rows = part.of(member, today).order_by("pk")
    if part.client.startswith("log__"):
        rows = rows.select_related("log")
    columns = [field.attname for field in part.fields]
    for row in rows.iterator(AT_A_TIME):
        values = {column: getattr(row, column) for column in columns}
        for column in part.sealed:
            if values[column] is not None:
                key = keys.of_row(row, path=part.client)
                values[column] = opened(row, column=column, key=key)
        yield values


class Keys:
    """The keys that open a member's words, each unwrapped once."""

    def __init__(self, member: Membership) -> None:
        self.member = member
        self.unwrapped: dict[UUID, DataKey] = {}

    def of_row(self, row: Any, *, path: str) -> DataKey:
        if not path:
            return self._of_clinic()
        client_id = row.log.client_id if path.startswith("log__") else row.client_id
        if client_id not in self.unwrapped:
            self.unwrapped[client_id] = self._of_client(client_id)
        return self.unwrapped[client_id]

    def _of_client(self, client_id: UUID) -> DataKey:
        kept = ClientKey.objects.get(clinic=self.member.clinic_id, client=client_id)
        return unwrap(kept.wrapped, clinic_id=self.member.clinic_id, owner_id=client_id)

    def _of_clinic(self) -> DataKey:
        clinic_id = self.member.clinic_id
        if clinic_id not in self.unwrapped:
            self.unwrapped[clinic_id] = key_of_clinic(self.member.clinic)
        return self.unwrapped[clinic_id]


def _authored(model: Any) -> Callable[[Membership, date], QuerySet[Any]]:
    """What `member` wrote; what lies in the trash is still theirs."""
    return lambda member, today: model.objects.filter(clinic=member.clinic_id, author=member)


def _own_clients(member: Membership, today: date) -> QuerySet[Any]:
    return Client.objects.filter(clinic=member.clinic_id, clinician=member)


def _own_logs(member: Membership) -> QuerySet[Any]:
    return SessionLog.objects.filter(clinic=member.clinic_id, author=member)


def _comments(member: Membership, today: date) -> QuerySet[Any]:
    own = Q(log__in=_own_logs(member).values("pk"))
    reviewed = SessionLog.objects.under_review_by(member, on=today)
    said = Q(author=member, log__in=reviewed.values("pk"))
    return Comment.objects.filter(own | said, clinic=member.clinic_id)


def _on_own_logs(model: Any) -> Callable[[Membership, date], QuerySet[Any]]:
    return lambda member, today: model.objects.filter(
        Q(log__in=_own_logs(member).values("pk")) | Q(supervisor=member), clinic=member.clinic_id
    )


def _trail(member: Membership, today: date) -> QuerySet[Any]:
    """What one did, and what anyone did with one's own logs and clients."""
    own = Q(object_id__in=_own_logs(member).values("pk")) | Q(
        object_id__in=_own_clients(member, today).values("pk")
    )
    return Entry.objects.filter(Q(user=member.user_id) | own, clinic=member.clinic_id)


PARTS: tuple[Part, ...] = (
    Part(name="clients", model=Client, of=_own_clients),
    Part(name="absences", model=Absence, of=_authored(Absence)),
    Part(name="sessions", model=SessionLog, of=_authored(SessionLog)),
    Part(
        name="session_versions", model=LogVersion, of=_authored(LogVersion), client="log__client_id"
    ),
    Part(name="reflections", model=Reflection, of=_authored(Reflection), client="log__client_id"),
    Part(
        name="reflection_versions",
        model=ReflectionVersion,
        of=_authored(ReflectionVersion),
        client="log__client_id",
    ),
    Part(name="ruptures", model=Rupture, of=_authored(Rupture)),
    Part(
        name="rupture_steps", model=RuptureStep, of=_authored(RuptureStep), client="log__client_id"
    ),
    Part(name="signals", model=Signal, of=_authored(Signal)),
    Part(name="suggestions", model=Suggestion, of=_authored(Suggestion)),
    Part(name="card_marks", model=CardMark, of=_authored(CardMark)),
    Part(name="drafts", model=Draft, of=_authored(Draft)),
    Part(
        name="shown_logs",
        model=SharedLog,
        of=lambda member, today: SharedLog.objects.filter(
            clinic=member.clinic_id, log__in=_own_logs(member).values("pk")
        ),
    ),
    Part(name="comments", model=Comment, of=_comments, client="log__client_id"),
    Part(name="sign_offs", model=SignOff, of=_on_own_logs(SignOff)),
    Part(name="recommendations", model=Recommendation, of=_on_own_logs(Recommendation)),
    Part(
        name="agenda",
        model=AgendaItem,
        of=lambda member, today: AgendaItem.objects.involving(member),
        client="",
    ),
    Part(
        name="supervision_sessions",
        model=SupervisionSession,
        of=_authored(SupervisionSession),
        client="",
    ),
    Part(
        name="supervisions",
        model=Supervision,
        of=lambda member, today: Supervision.objects.involving(member),
    ),
    Part(
        name="deputies",
        model=Deputy,
        of=lambda member, today: Deputy.objects.involving(member),
    ),
    Part(
        name="trail",
        model=Entry,
        of=_trail,
        left_out=("clinic_id", "address", "request_id", "os_user"),
    ),
)
