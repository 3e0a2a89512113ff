"""Words sealed for one place in the database, and opened there and nowhere else."""

from dataclasses import dataclass

from django.views.decorators.debug import sensitive_variables

from alliance.vault.data_keys import DataKey
from alliance.vault.envelope import (
    Identity,
    Part,
    Stored,
    close_envelope,
    open_envelope,
    version_of,
)
from alliance.vault.errors import NotText, WrongKey


@dataclass(frozen=True, slots=True)
class Place:
    """Where sealed words live and whose they are. The row needs its id before it is sealed."""

    table: str
    column: str
    clinic_id: Identity
    row_id: Identity
    author_id: Identity

    @property
    def parts(self) -> tuple[Part, ...]:
        return ("text", self.table, self.column, self.clinic_id, self.row_id, self.author_id)


@sensitive_variables()
def seal(text: str, *, key: DataKey, place: Place) -> bytes:
    """Words to bytes for a SealedField: 31 bytes longer than the words in UTF-8.

    Raises NotText for half a character, and ValueError if the key is another clinic's.
    """
    if key.clinic_id != place.clinic_id:
        raise ValueError("The key belongs to another clinic than the place.")
    return close_envelope(
        _encode(text), cipher=key.cipher, version=key.version, bound_to=place.parts
    )


@sensitive_variables()
def unseal(sealed: Stored, *, key: DataKey, place: Place) -> str:
    """The words that were sealed.

    Raises WrongKey if another version of the data key sealed them, and Unreadable if a bit, the
    place or the key differs. Never returns anything but the words.
    """
    if version_of(sealed) != key.version:
        raise WrongKey("These words were sealed with another version of their data key.")
    return open_envelope(sealed, cipher=key.cipher, bound_to=place.parts).decode()


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        pass
    # Raised outside the handler: that error would carry the whole text along as its context.
    raise NotText
