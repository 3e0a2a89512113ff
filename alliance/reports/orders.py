"""From the row of an export to what was ordered, and back."""

from alliance.people.services import key_of_clinic
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import Export
from alliance.vault.sealing import Place, seal, unseal


def order_of(export: Export) -> Order:
    """`export` comes with its author, their clinic and user. Raises Unreadable."""
    return Order(
        author=export.author,
        parameters=export.parameters,
        today=export.asked_on,
        purpose=purpose_of(export),
    )


def purpose_of(export: Export) -> str:
    if export.purpose is None:
        return ""
    key = key_of_clinic(export.author.clinic)
    return unseal(export.purpose, key=key, place=_place(export))


def sealed_purpose(export: Export, text: str) -> bytes | None:
    if not text:
        return None
    return seal(text, key=key_of_clinic(export.author.clinic), place=_place(export))


def is_allowed(export: Export) -> bool:
    """Whether its author may have it now: still here, and the right of its kind still holds."""
    kind = kind_named(export.kind)
    author = export.author
    is_here = author.deactivated_at is None and author.user.is_active
    return is_here and kind is not None and kind.still_holds(order_of(export))


def _place(export: Export) -> Place:
    return Place(
        table=export._meta.db_table,
        column="purpose",
        clinic_id=export.clinic_id,
        row_id=export.pk,
        author_id=export.author_id,
    )
