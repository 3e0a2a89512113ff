"""The agenda of two people, and their logs of supervision itself."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.catalogue.load import CURRENT_EDITION
from alliance.logbook.sealing import sealed
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.reviews.models import AgendaItem, SupervisionSession


@transaction.atomic
def put_on_agenda(
    supervisor: Membership, trainee: Membership, *, text: str, submission: UUID, by: Membership
) -> AgendaItem:
    """Something to talk about, by either side. One form, one item."""
    item = AgendaItem(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        author=by,
        submission=submission,
    )
    item.text = sealed(text, row=item, column="text", key=key_of_clinic(by.clinic))
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        return AgendaItem.objects.get(clinic=by.clinic_id, author=by, submission=submission)
    note("put on the agenda", item, by=by)
    return item


@transaction.atomic
def tick_off(item: AgendaItem, *, agreed: str, by: Membership) -> None:
    """It was talked about; `agreed` is what both see of it afterwards. Again changes the words."""
    held = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    held.agreed = sealed(agreed, row=held, column="agreed", key=key_of_clinic(by.clinic))
    held.ticked_at = held.ticked_at or timezone.now()
    held.save(update_fields=["agreed", "ticked_at"])
    note("ticked off", held, by=by)


@transaction.atomic
def carry_over(item: AgendaItem, *, by: Membership) -> None:
    """Back on the agenda, with what was agreed so far. Again changes nothing."""
    if item.log_id:
        pair = AgendaItem.objects.between(item.supervisor, item.trainee).open()
        if pair.filter(log=item.log_id).exists():
            return
    ticked = AgendaItem.objects.filter(pk=item.pk, ticked_at__isnull=False)
    if ticked.update(ticked_at=None):
        note("carried over", item, by=by)


@transaction.atomic
def log_supervision(
    supervisor: Membership,
    trainee: Membership,
    *,
    held_on: date,
    minutes: int,
    ratings: Mapping[str, int],
    text: str,
    submission: UUID,
    by: Membership,
) -> SupervisionSession:
    """One side's short log: how it was, by domain (1…5), and a note. For the two alone."""
    session = SupervisionSession(
        clinic_id=trainee.clinic_id,
        supervisor=supervisor,
        trainee=trainee,
        author=by,
        submission=submission,
        held_on=held_on,
        minutes=minutes,
        edition=CURRENT_EDITION,
        ratings=dict(ratings),
    )
    session.note = sealed(text, row=session, column="note", key=key_of_clinic(by.clinic))
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        own = SupervisionSession.objects.filter(clinic=by.clinic_id, author=by)
        return own.get(submission=submission)
    note("logged supervision", session, by=by)
    return session
