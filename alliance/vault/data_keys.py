"""Data keys: one per client (or other owner), kept wrapped in the owner's row.

Whoever deletes that row makes everything sealed with the key unreadable for good.
"""

import os
import struct
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from django.views.decorators.debug import sensitive_variables

from alliance.vault.envelope import Identity, Part, Stored
from alliance.vault.keys import KEY_BYTES, key_ring

CLIENT_TEXTS = "client texts"
CLINIC_TEXTS = "clinic texts"
EXPORT_FILES = "export file"

_SECRET = struct.Struct(f">H{KEY_BYTES}s")  # version of the data key, the key


@dataclass(frozen=True, slots=True, eq=False)
class DataKey:
    """An unwrapped data key, for use within one request; it cannot be printed or pickled."""

    clinic_id: Identity
    version: int
    cipher: AESGCM = field(repr=False)


@sensitive_variables()
def new_data_key(
    *, clinic_id: Identity, owner_id: Identity, purpose: str = CLIENT_TEXTS, version: int = 1
) -> bytes:
    """A new random key, wrapped, to be stored in the owner's row as it is.

    `version` counts the keys of one owner, should their texts ever be sealed anew.
    Raises KeysUnusable.
    """
    secret = _SECRET.pack(version, os.urandom(KEY_BYTES))
    return key_ring().wrap(secret, bound_to=_bound_to(purpose, clinic_id, owner_id))


@sensitive_variables()
def unwrap(
    wrapped: Stored, *, clinic_id: Identity, owner_id: Identity, purpose: str = CLIENT_TEXTS
) -> DataKey:
    """The key for sealing and unsealing.

    Raises WrongKey if the key that wrapped it is not at hand, Unreadable if it was changed or
    belongs to another clinic, owner or purpose.
    """
    secret = key_ring().unwrap(wrapped, bound_to=_bound_to(purpose, clinic_id, owner_id))
    version, key = _SECRET.unpack(secret)
    return DataKey(clinic_id=clinic_id, version=version, cipher=AESGCM(key))


@sensitive_variables()
def derived_key(
    wrapped: Stored, *, clinic_id: Identity, owner_id: Identity, purpose: str, use: str
) -> bytes:
    """256 bits for another use than sealing, such as an HMAC (HKDF-SHA-256, RFC 5869).

    The same for the same data key and use, and telling nothing about either. Raises as `unwrap`.
    """
    secret = key_ring().unwrap(wrapped, bound_to=_bound_to(purpose, clinic_id, owner_id))
    _version, key = _SECRET.unpack(secret)
    return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=use.encode()).derive(key)


@sensitive_variables()
def rewrap(
    wrapped: Stored, *, clinic_id: Identity, owner_id: Identity, purpose: str = CLIENT_TEXTS
) -> bytes:
    """The same data key wrapped with the newest key outside; texts stay as they are.

    Raises as `unwrap` does.
    """
    ring, bound_to = key_ring(), _bound_to(purpose, clinic_id, owner_id)
    return ring.wrap(ring.unwrap(wrapped, bound_to=bound_to), bound_to=bound_to)


def _bound_to(purpose: str, clinic_id: Identity, owner_id: Identity) -> tuple[Part, ...]:
    return ("data key", purpose, clinic_id, owner_id)
