"""AES-256-GCM as the vault uses it: format, key version, nonce and ciphertext, bound to a place."""

import os
import struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alliance.vault.errors import Unreadable

type Identity = UUID | int
type Part = str | Identity
type Stored = bytes | memoryview

FORMAT = 1
HEADER = struct.Struct(">BH")  # format, key version
NONCE_BYTES = 12
TAG_BYTES = 16
NEWEST_POSSIBLE_VERSION = 2**16 - 1


def close_envelope(
    plain: bytes, *, cipher: AESGCM, version: int, bound_to: tuple[Part, ...]
) -> bytes:
    """Encrypt `plain` so that it opens only with this key and the same `bound_to`."""
    header = HEADER.pack(FORMAT, version)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + cipher.encrypt(nonce, plain, header + bind(bound_to))


def open_envelope(envelope: Stored, *, cipher: AESGCM, bound_to: tuple[Part, ...]) -> bytes:
    """Decrypt what `close_envelope` made. Raises Unreadable if anything at all differs."""
    if not looks_closed(envelope):
        raise Unreadable
    header, rest = bytes(envelope[: HEADER.size]), bytes(envelope[HEADER.size :])
    try:
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], header + bind(bound_to))
    except InvalidTag:
        raise Unreadable from None


def looks_closed(envelope: Stored) -> bool:
    """Whether these bytes have the shape of an envelope; says nothing about what is inside."""
    return len(envelope) >= HEADER.size + NONCE_BYTES + TAG_BYTES and envelope[0] == FORMAT


def version_of(envelope: Stored) -> int:
    """The version of the key it was closed with. Raises Unreadable if it is no envelope."""
    if not looks_closed(envelope):
        raise Unreadable
    version: int = HEADER.unpack(envelope[: HEADER.size])[1]
    return version


def bind(parts: tuple[Part, ...]) -> bytes:
    """The parts as bytes, each behind its length, so that no two lists look the same."""
    encoded = [_part_bytes(part) for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in encoded)


def _part_bytes(part: Part) -> bytes:
    match part:
        case UUID():
            return part.bytes
        case int() | str():
            return str(part).encode()
    raise TypeError("Sealed bytes are bound to names, whole numbers and UUIDs only.")
