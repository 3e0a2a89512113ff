"""What happens to a client: a code is chosen, changed, closed, trashed."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.codes import CodeProblem, problem_with, tidy
from alliance.logbook.models import Client, ClientKey, SessionLog
from alliance.logbook.services.readings import refresh_readings
from alliance.people.models import Membership
from alliance.vault.data_keys import new_data_key


class CodeRefused(Exception):
    """The code looks like something that points at a person."""

    def __init__(self, problem: CodeProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class HasSignedOffLogs(Exception):
    """A client with a signed-off log stays; they can be closed."""


class GoesOnElsewhere(Exception):
    """A client who was handed over is a colleague's now."""


class CodeTaken(Exception):
    """This clinician has a client with that code, perhaps closed or in the trash."""


class StartsAfterFirstSession(Exception):
    """A session of this client was held before the day they are said to be first seen on."""

    def __init__(self, first_held_on: date) -> None:
        super().__init__(str(first_held_on))
        self.first_held_on = first_held_on


@transaction.atomic
def add_client(
    clinician: Membership,
    *,
    code: str,
    started_on: date,
    sessions_before: int = 0,
    contexts: Collection[str] = (),
    by: Membership,
) -> Client:
    """A new client with a data key of their own. Raises CodeRefused, CodeTaken."""
    client = Client(
        clinic_id=clinician.clinic_id,
        clinician=clinician,
        code=_free_code(clinician, code=code),
        started_on=started_on,
        sessions_before=sessions_before,
        contexts=sorted(contexts),
    )
    _save_with_code(client, force_insert=True)
    ClientKey.objects.create(
        client=client,
        clinic_id=client.clinic_id,
        wrapped=new_data_key(clinic_id=client.clinic_id, owner_id=client.pk),
    )
    note("added", client, by=by)
    return client


@transaction.atomic
def change_client(
    client: Client,
    *,
    code: str,
    started_on: date,
    sessions_before: int,
    contexts: Collection[str],
    by: Membership,
) -> None:
    """Raises CodeRefused, CodeTaken, StartsAfterFirstSession.

    With another number of sessions before Alliance, every session of theirs is numbered anew.
    """
    rows = Client.objects.select_related("clinician").select_for_update(of=("self",))
    client = rows.get(pk=client.pk)
    if tidy(code) != client.code:
        client.code = _free_code(client.clinician, code=code, but=client)
    if started_on > client.started_on:
        _check_start(client, started_on=started_on)
    count_differs = sessions_before != client.sessions_before
    client.started_on = started_on
    client.sessions_before = sessions_before
    client.contexts = sorted(contexts)
    _save_with_code(client, update_fields=["code", "started_on", "sessions_before", "contexts"])
    if count_differs:
        refresh_readings(client)
    note("changed", client, by=by)


@transaction.atomic
def close_client(client: Client, *, reason: str, on: date, by: Membership) -> None:
    client.closed_on, client.closing_reason = on, reason
    client.save(update_fields=["closed_on", "closing_reason"])
    note("closed", client, by=by)


@transaction.atomic
def reopen_client(client: Client, *, by: Membership) -> None:
    """Raises GoesOnElsewhere for one that was handed over."""
    if client.is_handed_over:
        raise GoesOnElsewhere
    client.closed_on, client.closing_reason = None, ""
    client.save(update_fields=["closed_on", "closing_reason"])
    note("reopened", client, by=by)


@transaction.atomic
def trash_client(client: Client, *, by: Membership) -> None:
    """Out of sight at once with all its logs; gone for good after thirty days.

    Raises HasSignedOffLogs: what was signed off is amended, never trashed.
    """
    held = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if SessionLog.objects.of_client(held).filter(signed_off_at__isnull=False).exists():
        raise HasSignedOffLogs
    client.trashed_at = timezone.now()
    client.save(update_fields=["trashed_at"])
    note("trashed", client, by=by)


@transaction.atomic
def restore_client(client: Client, *, by: Membership) -> None:
    client.trashed_at = None
    client.save(update_fields=["trashed_at"])
    note("restored", client, by=by)


def _free_code(clinician: Membership, *, code: str, but: Client | None = None) -> str:
    code = tidy(code)
    if problem := problem_with(code):
        raise CodeRefused(problem)
    same = Client.objects.coded(code).filter(clinic=clinician.clinic_id, clinician=clinician)
    if but:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise CodeTaken
    return code


def _save_with_code(client: Client, **how: Any) -> None:
    """The same code, given in another tab at the same moment, is told like any other."""
    try:
        with transaction.atomic():
            client.save(**how)
    except IntegrityError as error:
        raise CodeTaken from error


def _check_start(client: Client, *, started_on: date) -> None:
    first = SessionLog.objects.of_client(client).values_list("held_on", flat=True).first()
    if first and first < started_on:
        raise StartsAfterFirstSession(first)
