"""Boxes that anyone with a public key can close, and only the holder of its private half can open.

ECDH on P-256, HKDF-SHA256 and AES-256-GCM: what every browser brings along (static/js/kept.js
closes them). A box is the sender's public point (65 bytes), a nonce (12), ciphertext and tag.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.views.decorators.debug import sensitive_variables

from alliance.vault.errors import Unreadable

POINT_BYTES = 65
NONCE_BYTES = 12
TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class BoxKeys:
    """Both halves as base64: `public` is for browsers, `private` is to be kept sealed."""

    public: str
    private: str = field(repr=False)


@sensitive_variables()
def new_box_keys() -> BoxKeys:
    key = generate_private_key(SECP256R1())
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return BoxKeys(public=b64encode(_point(key)).decode(), private=b64encode(private).decode())


@sensitive_variables()
def close_box(plain: bytes, *, public: str, bound_to: str) -> bytes:
    """What a browser does, said once more in Python: opens only with the same `bound_to`."""
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b64decode(public))
    own = generate_private_key(SECP256R1())
    point, nonce = _point(own), os.urandom(NONCE_BYTES)
    cipher = _cipher(own.exchange(ECDH(), theirs), salt=point)
    return point + nonce + cipher.encrypt(nonce, plain, bound_to.encode())


@sensitive_variables()
def open_box(box: bytes, *, private: str, bound_to: str) -> bytes:
    """The bytes that were put in. Raises Unreadable if anything at all differs."""
    if len(box) < POINT_BYTES + NONCE_BYTES + TAG_BYTES:
        raise Unreadable
    point, rest = box[:POINT_BYTES], box[POINT_BYTES:]
    key = load_der_private_key(b64decode(private), password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise Unreadable
    try:
        sender = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        cipher = _cipher(key.exchange(ECDH(), sender), salt=point)
        return cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def _point(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _cipher(shared: bytes, *, salt: bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"alliance box").derive(shared)
    return AESGCM(derived)
