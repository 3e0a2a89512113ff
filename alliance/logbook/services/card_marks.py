"""What a clinician decides about a card: for one client, or (a bookmark) for themselves."""

from django.db import transaction

from alliance.audit.services import note
from alliance.catalogue.load import CURRENT_EDITION, guidance
from alliance.logbook.models import CardMark, Client
from alliance.people.models import Membership


class CardGone(Exception):
    """The card is no longer in this edition."""


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


@transaction.atomic
def pin_card(card: str, *, client: Client, by: Membership) -> None:
    """Let it be offered with this client as often as it fits; once more, no longer.

    Raises CardGone.
    """
    pinned = CardMark.objects.made_by(by).about(client)
    is_pinned = pinned.filter(card=card, kind=CardMark.Kind.PINNED).exists()
    change = unmark_card if is_pinned else mark_card
    change(card, kind=CardMark.Kind.PINNED, client=client, by=by)
