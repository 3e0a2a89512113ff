"""Signing a log off, and putting it on the agenda."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.logbook.models import SessionLog
from alliance.logbook.services.sign_off import mark_signed_off, mark_unsigned
from alliance.people.models import Membership
from alliance.people.queries.supervisions import supervised_by
from alliance.reviews.models import AgendaItem, Recommendation, SignOff
from alliance.reviews.services.sight import keep_in_sight

UNDO_WITHIN = timedelta(minutes=10)


class TooLate(Exception):
    """A sign-off stands after ten minutes; what changes then is an amendment."""


@transaction.atomic
def sign_off(log: SessionLog, *, version: int, by: Membership) -> SignOff:
    """`version` is the one that was read. What was on the agenda about it stays there.

    Raises StaleVersion if it changed meanwhile, AlreadySignedOff if somebody was quicker,
    NoLongerVisible.
    """
    keep_in_sight(log, by=by)
    held = mark_signed_off(log, version=version)
    signed = SignOff.objects.create(
        clinic_id=held.clinic_id, log=held, version=version, supervisor=by
    )
    note("signed off", held, by=by)
    return signed


@transaction.atomic
def take_back_sign_off(log: SessionLog, *, by: Membership) -> None:
    """One's own, within ten minutes. Again changes nothing. Raises TooLate."""
    own = SignOff.objects.given_by(by).filter(log=log, version=log.version).first()
    if own is None:
        return
    if timezone.now() - own.signed_at > UNDO_WITHIN:
        raise TooLate
    own.delete()
    before = SignOff.objects.filter(clinic=log.clinic_id, log=log).order_by("-version").first()
    mark_unsigned(log, last=before.version if before else None)
    note("took back sign-off of", log, by=by)


@transaction.atomic
def discuss(log: SessionLog, *, by: Membership) -> AgendaItem:
    """Put a log on the agenda of its author and their supervisor. Again changes nothing.

    A deputy puts it on the agenda of whom they stand in for. Raises NoLongerVisible.
    """
    keep_in_sight(log, by=by)
    item, is_new = AgendaItem.objects.get_or_create(
        clinic_id=log.clinic_id,
        supervisor=supervised_by(log.author, reader=by),
        log=log,
        ticked_at=None,
        defaults={"trainee_id": log.author_id, "author": by, "submission": uuid.uuid4()},
    )
    if is_new:
        note("put on the agenda", log, by=by)
    return item


@transaction.atomic
def stop_discussing(log: SessionLog, *, by: Membership) -> None:
    """Take it off again, if nothing was said of it yet."""
    own = AgendaItem.objects.open().filter(clinic=log.clinic_id, log=log, author=by)
    if own.filter(text__isnull=True).delete()[0]:
        note("took off the agenda", log, by=by)


@transaction.atomic
def recommend(log: SessionLog, *, card: str, by: Membership) -> Recommendation:
    """Recommend a guidance card to the author of a log. Again changes nothing.

    Raises NoLongerVisible.
    """
    keep_in_sight(log, by=by)
    made, is_new = Recommendation.objects.get_or_create(
        clinic_id=log.clinic_id, log=log, card=card, defaults={"supervisor": by}
    )
    if is_new:
        note("recommended", made, by=by)
    return made


@transaction.atomic
def put_recommendation_aside(recommendation: Recommendation, *, by: Membership) -> None:
    waiting = Recommendation.objects.made_to(by).filter(pk=recommendation.pk)
    if waiting.filter(put_aside_at__isnull=True).update(put_aside_at=timezone.now()):
        note("put aside", recommendation, by=by)
