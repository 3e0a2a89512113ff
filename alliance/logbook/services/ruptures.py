"""Ruptures: opened in one log, taken up in later ones, open until they are closed."""

from collections.abc import Collection, Mapping
from uuid import UUID

from alliance.audit.services import note
from alliance.logbook.entries import StrainEntry
from alliance.logbook.models import Client, Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.log_page import STEP_WORDS
from alliance.logbook.sealing import sealed
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey

CLOSED = {Rupture.Status.REPAIRED.value, Rupture.Status.LET_GO.value}


class NotThisClients(Exception):
    """The rupture belongs to another client, or is no longer there."""


class ClosedBeforeItBegan(Exception):
    """A log takes up a rupture that began on a later day."""


class ThreadGoesOn(Exception):
    """A later log speaks about the rupture that this log opened."""


def open_rupture(log: SessionLog, *, entry: StrainEntry, key: DataKey, by: Membership) -> Rupture:
    """A rupture that `log` marks, with its first step. The caller holds the transaction."""
    rupture = Rupture.objects.create(
        clinic_id=log.clinic_id,
        client_id=log.client_id,
        author_id=log.author_id,
        opened_in=log,
        closed_in=log if entry.status in CLOSED else None,
        kind=entry.kind,
        status=entry.status,
    )
    _fill_step(_new_step(rupture, log=log), entry=entry, key=key).save(force_insert=True)
    note("marked", rupture, by=by)
    return rupture


def change_opening(
    log: SessionLog, *, entry: StrainEntry | None, key: DataKey, by: Membership
) -> None:
    """Let an edited log say something else, or nothing, about the rupture it opened."""
    rupture = Rupture.objects.filter(clinic=log.clinic_id, opened_in=log).first()
    if rupture is None:
        if entry is not None:
            open_rupture(log, entry=entry, key=key, by=by)
    elif entry is None:
        note("unmarked", rupture, by=by)
        rupture.delete()
    else:
        Rupture.objects.filter(pk=rupture.pk).update(kind=entry.kind)
        _write_step(rupture, log=log, entry=entry, key=key)
        follow_steps(rupture)
        note("changed", rupture, by=by)


def take_up(
    log: SessionLog, *, threads: Mapping[UUID, StrainEntry], key: DataKey, by: Membership
) -> None:
    """What `log` says about ruptures that were open before it.

    Raises NotThisClients, ClosedBeforeItBegan.
    """
    if not threads:
        return
    found = Rupture.objects.filter(clinic=log.clinic_id, client=log.client_id, pk__in=threads)
    ruptures = {rupture.pk: rupture for rupture in found.select_related("opened_in")}
    if ruptures.keys() != threads.keys():
        raise NotThisClients
    if any(log.held_on < rupture.opened_in.held_on for rupture in ruptures.values()):
        raise ClosedBeforeItBegan
    for rupture_id, entry in threads.items():
        _write_step(ruptures[rupture_id], log=log, entry=entry, key=key)
        follow_steps(ruptures[rupture_id])
        note("took up", ruptures[rupture_id], by=by)


def leave_untold(log: SessionLog, *, threads: Collection[UUID], by: Membership) -> None:
    """An edited log no longer says anything about ruptures that are not among `threads`.

    The form doesn't ask about one whose first log is in the trash: what was said of it stays.
    """
    steps = RuptureStep.objects.filter(clinic=log.clinic_id, log=log)
    steps = steps.filter(rupture__opened_in__trashed_at__isnull=True)
    untold = steps.exclude(rupture__opened_in=log).exclude(rupture__in=threads)
    for step in untold.select_related("rupture"):
        note("left untold", step.rupture, by=by)
        step.delete()
        follow_steps(step.rupture)


def check_opening(log: SessionLog) -> None:
    """Raises ClosedBeforeItBegan if another log took up, on an earlier day, what `log` opened."""
    steps = RuptureStep.objects.kept().filter(clinic=log.clinic_id, rupture__opened_in=log)
    if steps.filter(log__held_on__lt=log.held_on).exists():
        raise ClosedBeforeItBegan


def let_go_of_other_threads(log: SessionLog) -> None:
    """`log` was about another client: what it said of this client's threads falls away.

    Raises ThreadGoesOn if a later log took up the rupture that `log` opened.
    """
    steps = RuptureStep.objects.filter(clinic=log.clinic_id)
    if steps.filter(rupture__opened_in=log).exclude(log=log).exists():
        raise ThreadGoesOn
    steps.filter(log=log).exclude(rupture__opened_in=log).delete()


def follow_steps(rupture: Rupture) -> None:
    """A rupture stands where its last step left it, in the order of the sessions."""
    steps = rupture.steps.kept().select_related("log")
    last = steps.in_order().last()
    if last is None:
        return
    rupture.status = last.status
    rupture.closed_in = last.log if last.status in CLOSED else None
    rupture.save(update_fields=["status", "closed_in"])


def follow_all_steps(client: Client) -> None:
    """After a log was trashed, restored or dated anew."""
    for rupture in Rupture.objects.of_client(client):
        follow_steps(rupture)


def _write_step(rupture: Rupture, *, log: SessionLog, entry: StrainEntry, key: DataKey) -> None:
    """What `log` says of a rupture, whether or not it said something already."""
    said = RuptureStep.objects.filter(clinic=log.clinic_id, rupture=rupture, log=log).first()
    step = _fill_step(said or _new_step(rupture, log=log), entry=entry, key=key)
    step.save(force_insert=said is None)


def _new_step(rupture: Rupture, *, log: SessionLog) -> RuptureStep:
    return RuptureStep(clinic_id=log.clinic_id, rupture=rupture, log=log, author_id=log.author_id)


def _fill_step(step: RuptureStep, *, entry: StrainEntry, key: DataKey) -> RuptureStep:
    step.status = entry.status
    step.may_have_felt = list(entry.may_have_felt)
    step.strand = entry.strand
    step.noticed_by = entry.noticed_by
    step.repair_steps = list(entry.repair_steps)
    step.take_to_supervision = entry.take_to_supervision
    for name in STEP_WORDS:
        setattr(step, name, sealed(getattr(entry, name), row=step, column=name, key=key))
    return step
