"""The keys outside the database (key-encryption keys), which wrap every key inside it."""

import base64
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from alliance.vault import memory
from alliance.vault.envelope import (
    NEWEST_POSSIBLE_VERSION,
    Part,
    Stored,
    close_envelope,
    open_envelope,
    version_of,
)
from alliance.vault.errors import KeysLocked, KeysUnusable, WrongKey
from alliance.vault.key_file import Look, look_of, read_private

KEY_BYTES = 32
KEY_LINE = re.compile(r"(?P<version>[0-9]{1,5}) (?P<key>[A-Za-z0-9+/]{43}=)")  # of 32 bytes


@dataclass(frozen=True, slots=True, eq=False)
class KeyRing:
    """Key-encryption keys by version; all of them open, the newest one wraps."""

    ciphers: Mapping[int, AESGCM] = field(repr=False)

    @property
    def versions(self) -> frozenset[int]:
        return frozenset(self.ciphers)

    @property
    def newest(self) -> int:
        return max(self.ciphers)

    def wrap(self, secret: bytes, *, bound_to: tuple[Part, ...]) -> bytes:
        """Encrypt a small secret with the newest key, bound to what it is for."""
        return self.wrap_with(self.newest, secret, bound_to=bound_to)

    def wrap_with(self, version: int, secret: bytes, *, bound_to: tuple[Part, ...]) -> bytes:
        cipher = self.ciphers[version]
        return close_envelope(secret, cipher=cipher, version=version, bound_to=bound_to)

    def unwrap(self, wrapped: Stored, *, bound_to: tuple[Part, ...]) -> bytes:
        """What `wrap` was given. Raises WrongKey if its key is not here, Unreadable if changed."""
        version = version_of(wrapped)
        if version not in self.ciphers:
            raise WrongKey(f"This was sealed with key version {version}, which is not at hand.")
        return open_envelope(wrapped, cipher=self.ciphers[version], bound_to=bound_to)


@sensitive_variables()
def key_ring() -> KeyRing:
    """The keys of this installation, from VAULT_KEYS if set, else from VAULT_KEY_FILE.

    Of a practice that a passphrase locks, those that somebody unlocked in this run. Read once,
    and again when the file is another one: a process that runs while a key is added or retired
    takes part without a restart. Raises KeysUnusable, saying what to do, if the keys are missing,
    garbled or readable by other users of the machine, and KeysLocked.
    """
    if settings.VAULT_KEYS:
        return _ring_of_text(settings.VAULT_KEYS)
    if settings.VAULT_KEY_FILE:
        path = Path(settings.VAULT_KEY_FILE)
        if lock_file().exists():
            return _ring_of_lock()
        return _ring_of_file(path, look_of(path))
    raise KeysUnusable("There is no vault key. Set VAULT_KEY_FILE or VAULT_KEYS.")


def lock_file() -> Path:
    """Where the keys are when a passphrase locks them; see `lock`."""
    return Path(settings.VAULT_KEY_FILE).with_name("vault_lock")


def is_locked() -> bool:
    """Whether somebody has to give the passphrase before anything can be read."""
    is_by_file = bool(settings.VAULT_KEY_FILE) and not settings.VAULT_KEYS
    return is_by_file and lock_file().exists() and not memory.kept()


def _ring_of_lock() -> KeyRing:
    keys = memory.kept()
    if not keys:
        raise KeysLocked
    return _ring_of_unlocked(keys)


@lru_cache(maxsize=1)
def _ring_of_unlocked(text: str) -> KeyRing:
    return _parse(text, source="The locked key file")


def new_key_line(version: int = 1) -> str:
    """A line for the key file: the version and 256 random bits in base64."""
    return f"{version} {base64.b64encode(os.urandom(KEY_BYTES)).decode()}\n"


@lru_cache(maxsize=1)
def _ring_of_text(text: str) -> KeyRing:
    # An environment file holds no line breaks, so a comma does as well.
    return _parse(text.replace(",", "\n"), source="VAULT_KEYS")


@lru_cache(maxsize=1)
def _ring_of_file(path: Path, look: Look) -> KeyRing:
    """`look` is there for the cache alone: the file as it was when it was read."""
    return _parse(read_private(path), source=f"The key file {path}")


def _parse(text: str, *, source: str) -> KeyRing:
    ciphers: dict[int, AESGCM] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        found = KEY_LINE.fullmatch(line.strip())
        version = int(found["version"]) if found else 0
        if not found or not 1 <= version <= NEWEST_POSSIBLE_VERSION or version in ciphers:
            raise KeysUnusable(
                f"{source} is garbled in line {number}: each line is a version that occurs "
                f"once, a space, and {KEY_BYTES} bytes in base64."
            )
        ciphers[version] = AESGCM(base64.b64decode(found["key"]))
    if not ciphers:
        raise KeysUnusable(f"{source} holds no key. Put the original back.")
    return KeyRing(ciphers)
