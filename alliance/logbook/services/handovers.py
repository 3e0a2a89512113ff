"""Handing a client over to a colleague, and what of the past goes along."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.codes import suggest_code
from alliance.logbook.models import Client, Handover, SessionLog
from alliance.logbook.queries.codes import codes_of
from alliance.logbook.sealing import sealed
from alliance.logbook.services.clients import add_client
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.web.mail import send_when_done


class NotOpen(Exception):
    """Only an open client is handed over, and only once."""


class NoSuchReceiver(Exception):
    """Somebody else who logs sessions here takes a client over."""


class ReasonMissing(Exception):
    """A lead who lets the past go along without its clinician's consent says why."""


class OnlyByTheirChoice(Exception):
    """Whoever wrote words about ruptures chooses alone whether they go along."""


@transaction.atomic
def hand_over(
    client: Client,
    *,
    receiver: Membership,
    on: date,
    shares_history: bool,
    shares_words: bool = False,
    reason: str = "",
    by: Membership,
) -> Handover:
    """Close `client` for its clinician; the receiver goes on with a new record from `on`.

    By its clinician, or by a lead with a `reason` where earlier ratings go along. Raises NotOpen,
    NoSuchReceiver, ReasonMissing, OnlyByTheirChoice.
    """
    rows = Client.objects.kept().select_related("clinician__clinic").select_for_update(of=("self",))
    client = rows.get(pk=client.pk)
    giver, is_own = client.clinician, client.clinician_id == by.pk
    _check(client, receiver=receiver, is_own=is_own, shares_words=shares_words)
    if shares_history and not is_own and not reason:
        raise ReasonMissing
    handover = Handover(
        clinic_id=client.clinic_id,
        client=client,
        successor=_successor(client, receiver=receiver, on=on, by=by),
        giver=giver,
        receiver=receiver,
        handed_on=on,
        shares_history=shares_history or shares_words,
        shares_words=shares_words,
        arranged_by=by,
        agreed_at=timezone.now() if is_own else None,
    )
    handover.reason = sealed(reason, row=handover, column="reason", key=key_of_clinic(by.clinic))
    handover.save(force_insert=True)
    client.closed_on, client.closing_reason = on, Client.ClosingReason.HANDED_OVER
    client.save(update_fields=["closed_on", "closing_reason"])
    note("handed over", client, by=by, reason="own choice" if is_own else "by a lead")
    _tell(handover)
    return handover


def hand_over_all(
    clients: Collection[Client],
    *,
    receiver: Membership,
    on: date,
    shares_history: bool,
    reason: str,
    by: Membership,
) -> int:
    """By a lead, who sees how many and never which. All of them or, with an error, none."""
    with transaction.atomic():
        for client in clients:
            hand_over(
                client,
                receiver=receiver,
                on=on,
                shares_history=shares_history,
                reason=reason,
                by=by,
            )
    return len(clients)


@transaction.atomic
def choose_what_goes_along(
    handover: Handover, *, history: bool, words: bool, by: Membership
) -> None:
    """By the giver, at any time. What a lead gave a reason for goes along whatever they choose.

    Raises OnlyByTheirChoice.
    """
    if handover.giver_id != by.pk:
        raise OnlyByTheirChoice
    held = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    is_by_reason = held.reason is not None and held.arranged_by_id != held.giver_id
    held.shares_history = history or words or is_by_reason
    held.shares_words = words
    held.agreed_at = timezone.now()
    held.save(update_fields=["shares_history", "shares_words", "agreed_at"])
    note("chose what goes along", held, by=by)


def _check(client: Client, *, receiver: Membership, is_own: bool, shares_words: bool) -> None:
    if not client.is_open:
        raise NotOpen
    here = Membership.objects.active().filter(clinic=client.clinic_id, is_clinician=True)
    if not here.exclude(pk=client.clinician_id).filter(pk=receiver.pk).exists():
        raise NoSuchReceiver
    if shares_words and not is_own:
        raise OnlyByTheirChoice


def _successor(client: Client, *, receiver: Membership, on: date, by: Membership) -> Client:
    """The same client as the receiver's own: the same code where it is free for them."""
    taken = codes_of(receiver)
    code = client.code if client.code not in taken else suggest_code(taken=taken)
    count = SessionLog.objects.of_client(client).count()
    return add_client(
        receiver,
        code=code,
        started_on=on,
        sessions_before=client.sessions_before + count,
        contexts=client.contexts,
        by=by,
    )


def _tell(handover: Handover) -> None:
    """The receiver, and a giver who didn't arrange it. Nothing of the client in the mail."""
    told = {handover.receiver, handover.giver} - {handover.arranged_by}
    context = {"name": handover.arranged_by.user.name, "clinic": handover.arranged_by.clinic}
    here = Membership.objects.active().filter(pk__in=[member.pk for member in told])
    for member in here.select_related("user"):
        page = "received" if member.pk == handover.receiver_id else "given"
        values = context | {"page": page}
        send_when_done("logbook/mail/handed_over", to=member.user.email, context=values)
