"""What happens by itself to things left behind: the trash is emptied, old drafts go.

Nothing of a client under legal hold goes.

Each log or client goes in a transaction of its own, so a purge may stop and start anywhere.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from alliance.audit.services import Nobody, note
from alliance.logbook.models import Client, Draft, Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.left_behind import (
    expired_clients,
    expired_logs,
    not_held,
    old_drafts,
)
from alliance.logbook.services.ruptures import follow_steps
from alliance.vault.ledger import write_down


@dataclass(frozen=True)
class LeftBehind:
    """How much is past its time."""

    logs: int
    clients: int
    drafts: int


def left_behind(*, now: datetime) -> LeftBehind:
    """What a purge would take away now. It changes nothing."""
    return LeftBehind(
        logs=_expired_logs(now).count(),
        clients=_expired_clients(now).count(),
        drafts=_old_drafts(now).count(),
    )


def purge_trash(*, now: datetime) -> int:
    """Delete logs and clients that lay in the trash for thirty days; how many there were.

    With a client goes the key, so that no copy of their texts can be read either. A client with a
    log that was signed off stays: what was signed off is never destroyed.
    """
    logs = list(_expired_logs(now).values_list("pk", flat=True))
    clients = list(_expired_clients(now).values_list("pk", flat=True))
    gone = sum(_purge_log(pk, now=now) for pk in logs)
    return gone + sum(_purge_client(pk, now=now) for pk in clients)


def discard_old_drafts(*, now: datetime) -> int:
    """Drafts nobody touched for as long as their clinic keeps them. They were never a record: no
    audit note.
    """
    return _old_drafts(now).delete()[0]


def _expired_logs(now: datetime) -> models.QuerySet[SessionLog]:
    return not_held(expired_logs(now=now), client="client")


def _expired_clients(now: datetime) -> models.QuerySet[Client]:
    return not_held(expired_clients(now=now), client="pk")


def _old_drafts(now: datetime) -> models.QuerySet[Draft]:
    return not_held(old_drafts(now=now), client="client")


@transaction.atomic
def _purge_log(pk: UUID, *, now: datetime) -> bool:
    """False if somebody took it out of the trash meanwhile."""
    # As everywhere, the client's row first: what is said of their threads changes in turn.
    list(Client.objects.select_for_update(of=("self",)).filter(logs=pk))
    log = _expired_logs(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if log is None:
        return False
    threads = list(Rupture.objects.filter(clinic=log.clinic_id, steps__log=log))
    RuptureStep.objects.filter(clinic=log.clinic_id, log=log).delete()
    for rupture in threads:
        _go_on_without(rupture, log=log)
    note("purged", log, by=Nobody(clinic_id=log.clinic_id))
    log.delete()
    return True


def _go_on_without(rupture: Rupture, *, log: SessionLog) -> None:
    """A thread that later logs speak of opens in the first of them, so that their words stay."""
    if rupture.opened_in_id == log.pk:
        opening = _next_opening(rupture)
        if opening is None:
            rupture.delete()
            return
        rupture.opened_in = opening
        rupture.save(update_fields=["opened_in"])
    follow_steps(rupture)


def _next_opening(rupture: Rupture) -> SessionLog | None:
    """The first log left in the thread. A log opens one rupture, so not one with its own."""
    left = SessionLog.objects.filter(rupture_steps__rupture=rupture, ruptures_opened=None)
    return left.in_order().first()


@transaction.atomic
def _purge_client(pk: UUID, *, now: datetime) -> bool:
    """False if somebody took them out of the trash meanwhile."""
    client = _expired_clients(now).select_for_update(of=("self",)).filter(pk=pk).first()
    if client is None:
        return False
    logs = SessionLog.objects.filter(clinic=client.clinic_id, client=client)
    steps = RuptureStep.objects.filter(clinic=client.clinic_id)
    steps.filter(models.Q(log__client=client) | models.Q(rupture__client=client)).delete()
    Rupture.objects.filter(clinic=client.clinic_id, client=client).delete()
    for log in logs.only("pk"):
        note("purged", log, by=Nobody(clinic_id=client.clinic_id))
    logs.delete()
    note("purged", client, by=Nobody(clinic_id=client.clinic_id))
    write_down(clinic_id=client.clinic_id, owner_id=client.pk, at=now)
    client.delete()
    return True
