"""What a clinician answers to a signal."""

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.entries import StrainEntry
from alliance.logbook.models import Client, Rupture, SessionLog, Signal
from alliance.logbook.queries.log_page import STEP_WORDS
from alliance.logbook.sealing import key_of, opened, sealed
from alliance.logbook.services.ruptures import change_opening, open_rupture
from alliance.logbook.services.words import keep_version
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey

ANSWER_FIELDS = ["answer", "answered_at", "answer_note"]


class NotAnAnswer(Exception):
    """This kind of signal is not answered like that."""


@transaction.atomic
def answer_signal(
    signal: Signal, *, answer: Signal.Answer, remark: str = "", by: Membership
) -> Signal:
    """Answer a signal, with a remark or without. Answered twice alike, it is one answer.

    A reminder that came back may be asked for again. Raises NotAnAnswer.
    """
    signal = _locked(signal)
    if answer not in signal.answers_offered:
        raise NotAnAnswer
    key = key_of(signal.client)
    is_said = signal.answer == answer and remark == opened(signal, column="answer_note", key=key)
    if is_said and not Signal.objects.due().filter(pk=signal.pk).exists():
        return signal
    if answer == Signal.Answer.RUPTURE:
        _mark_rupture(signal, key=key, by=by)
    signal.answer = answer
    signal.answered_at = timezone.now()
    signal.answer_note = sealed(remark, row=signal, column="answer_note", key=key)
    signal.save(update_fields=ANSWER_FIELDS)
    note("answered", signal, by=by)
    return signal


@transaction.atomic
def take_back_answer(signal: Signal, *, by: Membership) -> Signal:
    """Leave it unanswered again. A rupture marked by the answer goes too, if nothing was added."""
    signal = _locked(signal)
    if not signal.answer:
        return signal
    if signal.answer == Signal.Answer.RUPTURE:
        _unmark_rupture(signal, by=by)
    signal.answer, signal.answered_at, signal.answer_note = "", None, None
    signal.save(update_fields=ANSWER_FIELDS)
    note("took back", signal, by=by)
    return signal


def _locked(signal: Signal) -> Signal:
    """The signal as it stands now. As everywhere, the client's row first: saves wait for it."""
    clients = Client.objects.select_related("key", "clinician").select_for_update(of=("self",))
    client = clients.get(pk=signal.client_id)
    rows = Signal.objects.select_related("log").select_for_update(of=("self", "log"))
    signal = rows.get(pk=signal.pk)
    signal.client = client
    return signal


def _mark_rupture(signal: Signal, *, key: DataKey, by: Membership) -> None:
    """One tap: it opens in the session that dropped. One that is marked there already will do."""
    if _marked_in(signal) is None:
        entry = StrainEntry(kind=Rupture.Kind.UNSURE, status=Rupture.Status.OPEN)
        _count_as_change(signal.log, key=key)
        open_rupture(signal.log, entry=entry, key=key, by=by)


def _unmark_rupture(signal: Signal, *, by: Membership) -> None:
    rupture = _marked_in(signal)
    if rupture is not None and _is_untouched(rupture):
        key = key_of(signal.client)
        _count_as_change(signal.log, key=key)
        change_opening(signal.log, entry=None, key=key, by=by)


def _marked_in(signal: Signal) -> Rupture | None:
    return Rupture.objects.filter(clinic=signal.clinic_id, opened_in=signal.log_id).first()


def _is_untouched(rupture: Rupture) -> bool:
    """Whether it says no more than the tap that marked it."""
    if (rupture.kind, rupture.status) != (Rupture.Kind.UNSURE, Rupture.Status.OPEN):
        return False
    steps = list(rupture.steps.all()[:2])
    told = ["may_have_felt", "strand", "noticed_by", "repair_steps", *STEP_WORDS]
    return len(steps) == 1 and not any(getattr(steps[0], name) for name in told)


def _count_as_change(log: SessionLog, *, key: DataKey) -> None:
    """Before it, so that a form of this log that is open elsewhere doesn't save over it."""
    keep_version(log, key=key)
    log.version += 1
    log.changed_at = timezone.now()
    log.save(update_fields=["version", "changed_at"])
