"""What is over its time, by clinic and kind; and what a legal hold keeps all the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models

from alliance.logbook.models import Client, Reflection, ReflectionVersion, SessionLog
from alliance.logbook.queries.left_behind import expired_clients, expired_logs, held, old_drafts
from alliance.people.models import Clinic, Membership
from alliance.privacy.models import Kind
from alliance.privacy.periods import months_before, years_before

# Rows over their time, and the way from one to its client.
type Overdue = tuple[models.QuerySet[Any], str]


@dataclass(frozen=True)
class Due:
    """`rows` are over their time; of them, a hold keeps `held`."""

    kind: Kind
    rows: int
    held: int

    @property
    def going(self) -> int:
        return self.rows - self.held


def due_in(clinic: Clinic, *, now: datetime) -> tuple[Due, ...]:
    """Of each kind, how much is over its time in a clinic now. It changes nothing."""
    today = now.astimezone(clinic.zone).date()
    logs = expired_logs(now=now).filter(clinic=clinic)
    clients = expired_clients(now=now).filter(clinic=clinic)
    kinds: tuple[tuple[Kind, tuple[Overdue, ...]], ...] = (
        (Kind.RECORDS, ((old_records(clinic, today=today), "pk"),)),
        (Kind.REFLECTIONS, ((old_reflections(clinic, today=today), "log__client"),)),
        (Kind.TRASH, ((logs, "client"), (clients, "pk"))),
        (Kind.DRAFTS, ((old_drafts(now=now).filter(clinic=clinic), "client"),)),
    )
    return tuple(_due(kind, overdue) for kind, overdue in kinds)


def _due(kind: Kind, overdue: Sequence[Overdue]) -> Due:
    return Due(
        kind,
        rows=sum(rows.count() for rows, _client in overdue),
        held=sum(held(rows, client=client).count() for rows, client in overdue),
    )


def old_records(clinic: Clinic, *, today: date) -> models.QuerySet[Client]:
    """Clients whose last session, or first day if there is none, was too many years ago."""
    edge = years_before(today, years=clinic.record_years)
    younger = SessionLog.objects.filter(client=models.OuterRef("pk"), held_on__gt=edge)
    old = Client.objects.filter(clinic=clinic, started_on__lte=edge)
    return old.exclude(models.Exists(younger))


def old_reflections(clinic: Clinic, *, today: date) -> models.QuerySet[Reflection]:
    """Of clients closed longer ago than the clinic or the author wants; none unless one does."""
    return Reflection.objects.filter(_is_over(clinic, today=today), clinic=clinic)


def old_reflection_versions(clinic: Clinic, *, today: date) -> models.QuerySet[Any]:
    return ReflectionVersion.objects.filter(_is_over(clinic, today=today), clinic=clinic)


def _is_over(clinic: Clinic, *, today: date) -> models.Q:
    """The shorter of two wishes counts: the clinic's for all, an author's for their own."""
    over = models.Q(pk__in=[])
    if clinic.reflection_months:
        over |= _closed_before(today, months=clinic.reflection_months)
    members = Membership.objects.filter(clinic=clinic).exclude(reflection_months=None)
    for member_id, months in members.values_list("pk", "reflection_months"):
        over |= _closed_before(today, months=months) & models.Q(author=member_id)
    return over


def _closed_before(today: date, *, months: int | None) -> models.Q:
    return models.Q(log__client__closed_on__lte=months_before(today, months=months or 0))
