"""What a clinician decides about a card: for one client, or (a bookmark) for themselves."""

from django.db import transaction

from alliance.audit.services import note
from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import CardMark, Client
from alliance.logbook.services.suggestions import CardGone
from alliance.people.models import Membership


@transaction.atomic
def mark_card(
    card: str, *, kind: CardMark.Kind, client: Client | None = None, by: Membership
) -> CardMark:
    """Mark a card; marked twice is marked once. Raises CardGone."""
    if card not in guidance(CURRENT_EDITION).cards:
        raise CardGone
    mark, is_new = CardMark.objects.get_or_create(
        clinic_id=by.clinic_id, author=by, client=client, card=card, kind=kind
    )
    if is_new:
        note("marked", mark, by=by)
    return mark


@transaction.atomic
def unmark_card(
    card: str, *, kind: CardMark.Kind, client: Client | None = None, by: Membership
) -> None:
    """Take the mark away again, also from a card that this edition no longer has."""
    marks = CardMark.objects.made_by(by).filter(client=client, card=card, kind=kind)
    for mark in marks:
        gone, _of_each = CardMark.objects.filter(pk=mark.pk).delete()
        if gone:
            note("unmarked", mark, by=by)
