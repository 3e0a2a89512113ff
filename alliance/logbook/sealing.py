"""Sealing the words of a row with its client's key, and opening them for those who may read."""

from typing import Any, ClassVar, Protocol
from uuid import UUID

from alliance.logbook.models import Client
from alliance.vault.data_keys import DataKey, unwrap
from alliance.vault.sealing import Place, seal, unseal


class Authored(Protocol):
    """A row with sealed columns."""

    _meta: ClassVar[Any]
    pk: UUID
    clinic_id: UUID

    @property
    def author_id(self) -> UUID: ...


def key_of(client: Client) -> DataKey:
    """The client's data key. Without its row, their words can't be read by anyone."""
    return unwrap(client.key.wrapped, clinic_id=client.clinic_id, owner_id=client.pk)


def sealed(text: str, *, row: Authored, column: str, key: DataKey) -> bytes | None:
    """`text` for `row.column`; None when there is nothing to keep."""
    if not text:
        return None
    return seal(text, key=key, place=_place(row, column))


def opened(row: Authored, *, column: str, key: DataKey) -> str:
    """The words in `row.column`, or "" when there are none. Raises Unreadable."""
    stored = getattr(row, column)
    if stored is None:
        return ""
    return unseal(stored, key=key, place=_place(row, column))


def _place(row: Authored, column: str) -> Place:
    return Place(
        table=row._meta.db_table,
        column=column,
        clinic_id=row.clinic_id,
        row_id=row.pk,
        author_id=row.author_id,
    )
