"""The keys outside, locked by a passphrase: a file that opens with it or with a recovery key.

What the passphrase is stretched with (Argon2id) stands in the file, so that it can grow later.
Whoever has the file and neither secret has to guess, at a fraction of a second a guess.
"""

import base64
import json
import os
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from alliance.vault.envelope import close_envelope, open_envelope
from alliance.vault.errors import KeysUnusable, Unreadable, WrongPassphrase

KEY_BYTES = 32
SALT_BYTES = 16
RECOVERY_BYTES = 20  # 160 bits: 32 letters and digits
SHORTEST = 15
WAYS = ("passphrase", "recovery key")


@dataclass(frozen=True)
class Cost:
    """What one guess takes; the defaults are about a third of a second on a laptop."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4


@sensitive_variables()
def lock(keys: str, *, passphrase: str, cost: Cost = Cost()) -> tuple[str, str]:
    """The text of a lock file around `keys`, and the recovery key, which is kept nowhere."""
    recovery = base64.b32encode(os.urandom(RECOVERY_BYTES)).decode()
    salt = os.urandom(SALT_BYTES)
    sealed = {
        way: _text(
            close_envelope(
                keys.encode(),
                cipher=_cipher(secret, salt=salt, cost=cost),
                version=1,
                bound_to=("lock", way),
            )
        )
        for way, secret in zip(WAYS, (passphrase, recovery), strict=True)
    }
    values = {"salt": _text(salt), **vars(cost), "sealed": sealed}
    return json.dumps(values, indent=1) + "\n", _grouped(recovery)


@sensitive_variables()
def unlock(text: str, *, secret: str) -> str:
    """The keys, opened by the passphrase or the recovery key. Both are always tried.

    Raises WrongPassphrase, and KeysUnusable if the file is garbled.
    """
    try:
        values = json.loads(text)
        cost = Cost(values["memory_kib"], values["passes"], values["lanes"])
        salt = base64.b64decode(values["salt"])
        sealed = {way: base64.b64decode(values["sealed"][way]) for way in WAYS}
    except (ValueError, KeyError, TypeError):
        raise KeysUnusable("The lock file is garbled. Put a copy of it back.") from None
    written = {"passphrase": secret, "recovery key": _ungrouped(secret)}
    opened = [
        _opened(sealed[way], way=way, cipher=_cipher(written[way], salt=salt, cost=cost))
        for way in WAYS
    ]
    for keys in opened:
        if keys is not None:
            return keys
    raise WrongPassphrase


def _opened(sealed: bytes, *, way: str, cipher: AESGCM) -> str | None:
    try:
        return open_envelope(sealed, cipher=cipher, bound_to=("lock", way)).decode()
    except Unreadable:
        return None


@sensitive_variables()
def _cipher(secret: str, *, salt: bytes, cost: Cost) -> AESGCM:
    # The same passphrase from another keyboard: one form of every letter.
    stretched = hash_secret_raw(
        unicodedata.normalize("NFKC", secret).encode(errors="surrogatepass"),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory_kib,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
    return AESGCM(stretched)


def _grouped(recovery: str) -> str:
    return "-".join(recovery[at : at + 4] for at in range(0, len(recovery), 4))


def _ungrouped(typed: str) -> str:
    """As it was made, with or without hyphens, in small letters; 0 and 1 stand for O and I."""
    plain = "".join(typed.upper().split()).replace("-", "")
    return plain.replace("0", "O").replace("1", "I")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
