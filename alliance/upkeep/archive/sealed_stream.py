"""A file of any length, compressed and sealed: cut, changed or spliced, it doesn't open.

A first line names the format; the second carries the file's own key, wrapped with the vault's.
Then come chunks of AES-256-GCM. The nonce counts them and marks the last, so that a missing end
shows; the header is bound to each, so that no chunk opens in another file.
"""

import base64
import json
import os
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from alliance.upkeep.archive.errors import ArchiveUnreadable, ArchiveWithoutKey
from alliance.vault.errors import Unreadable, VaultError
from alliance.vault.keys import key_ring

MAGIC = b"alliance backup 1\n"
BOUND_TO = ("backup",)
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
LONGEST_HEADER_BYTES = 4096
# Sealed words don't get smaller whatever the effort.
COMPRESSION = 3
BROKEN = "This backup was cut short or changed since it was written. Take another one."


class SealedWriter:
    """Takes bytes, writes them sealed. The file is whole only after `finish`."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        secret = os.urandom(32)
        wrapped = key_ring().wrap(secret, bound_to=BOUND_TO)
        self.header = MAGIC + json.dumps({"key": base64.b64encode(wrapped).decode()}).encode()
        self.header += b"\n"
        self.cipher = AESGCM(secret)
        self.compressor = zlib.compressobj(COMPRESSION)
        self.waiting = bytearray()
        self.chunks = 0
        file.write(self.header)

    def write(self, plain: bytes) -> None:
        self.waiting += self.compressor.compress(plain)
        while len(self.waiting) > CHUNK_BYTES:
            self._seal(bytes(self.waiting[:CHUNK_BYTES]), is_last=False)
            del self.waiting[:CHUNK_BYTES]

    def finish(self) -> None:
        self.waiting += self.compressor.flush()
        while len(self.waiting) > CHUNK_BYTES:
            self._seal(bytes(self.waiting[:CHUNK_BYTES]), is_last=False)
            del self.waiting[:CHUNK_BYTES]
        self._seal(bytes(self.waiting), is_last=True)

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        sealed = self.cipher.encrypt(_nonce(self.chunks, is_last=is_last), plain, self.header)
        self.file.write(len(sealed).to_bytes(4) + sealed)
        self.chunks += 1


class SealedReader:
    """Gives the lines of a sealed file; raises before it gives anything that was changed."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.header = MAGIC
        if file.read(len(MAGIC)) != MAGIC:
            raise ArchiveUnreadable("This file is no backup of Alliance.")
        second = file.readline(LONGEST_HEADER_BYTES)
        self.header += second
        self.cipher = AESGCM(_unwrapped(second))

    def lines(self) -> Iterator[bytes]:
        inflator = zlib.decompressobj()
        rest = b""
        for chunk in self._chunks():
            *whole, rest = (rest + _inflated(inflator, chunk)).split(b"\n")
            yield from whole
        if rest or not inflator.eof:
            raise ArchiveUnreadable(BROKEN)

    def _chunks(self) -> Iterator[bytes]:
        number = 0
        length = self.file.read(4)
        while length:
            sealed = self.file.read(int.from_bytes(length))
            following = self.file.read(4)
            nonce = _nonce(number, is_last=not following)
            try:
                yield self.cipher.decrypt(nonce, sealed, self.header)
            except (InvalidTag, OverflowError, ValueError):
                raise ArchiveUnreadable(BROKEN) from None
            length = following
            number += 1
        if not number:
            raise ArchiveUnreadable(BROKEN)


def _unwrapped(line: bytes) -> bytes:
    try:
        wrapped = base64.b64decode(json.loads(line)["key"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise ArchiveUnreadable(BROKEN) from None
    try:
        return key_ring().unwrap(wrapped, bound_to=BOUND_TO)
    except Unreadable:
        raise ArchiveWithoutKey(
            "The vault key here is not the one that this backup was sealed with. Put the key "
            "file of that time back (VAULT_KEY_FILE), then try again. Nothing was changed."
        ) from None
    except VaultError as problem:
        raise ArchiveWithoutKey(str(problem)) from None


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11) + (b"\1" if is_last else b"\0")


def _inflated(inflator: "zlib._Decompress", chunk: bytes) -> bytes:
    try:
        return inflator.decompress(chunk)
    except zlib.error:
        raise ArchiveUnreadable(BROKEN) from None
