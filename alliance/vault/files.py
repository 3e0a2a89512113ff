"""Files sealed on disk: written in one pass, read in one pass, never whole in memory.

A file is a row of chunks, each its length and AES-256-GCM. A chunk opens only in its place, in its
file, with the key of that file, and the last one says that it is the last: a file that was cut
off, or whose chunks changed places, does not open. The nonce is the number of the chunk, which is
safe because each file has a key of its own and is written once.
"""

import io
import struct
from collections.abc import Iterator
from typing import IO, Any

from cryptography.exceptions import InvalidTag

from alliance.vault.data_keys import DataKey
from alliance.vault.envelope import NONCE_BYTES, TAG_BYTES, Part, bind
from alliance.vault.errors import Unreadable

CHUNK_BYTES = 64 * 1024
_LENGTH = struct.Struct(">I")


class SealedWriter(io.RawIOBase):
    """Seals what is written to it into `file`. Without `finish` the file does not open."""

    def __init__(self, file: IO[bytes], *, key: DataKey, bound_to: tuple[Part, ...]) -> None:
        super().__init__()
        self.file, self.key, self.bound_to = file, key, bound_to
        self.waiting = bytearray()
        self.chunks = 0
        # Bytes written, as they were before they were sealed.
        self.count = 0

    def writable(self) -> bool:
        return True

    def write(self, words: Any) -> int:
        self.waiting += words
        self.count += len(words)
        # One chunk always stays behind: it may be the last, and is sealed as such.
        while len(self.waiting) > CHUNK_BYTES:
            self._seal(bytes(self.waiting[:CHUNK_BYTES]), is_last=False)
            del self.waiting[:CHUNK_BYTES]
        return len(words)

    def finish(self) -> None:
        self._seal(bytes(self.waiting), is_last=True)
        self.waiting.clear()

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        place = _place(self.bound_to, self.chunks, is_last=is_last)
        sealed = self.key.cipher.encrypt(_nonce(self.chunks), chunk, place)
        self.file.write(_LENGTH.pack(len(sealed)) + sealed)
        self.chunks += 1


def open_sealed(file: IO[bytes], *, key: DataKey, bound_to: tuple[Part, ...]) -> Iterator[bytes]:
    """What was written, chunk by chunk. Raises Unreadable at the first that is not as written."""
    number, sealed = 0, _next_chunk(file)
    while sealed is not None:
        following = _next_chunk(file)
        place = _place(bound_to, number, is_last=following is None)
        try:
            yield key.cipher.decrypt(_nonce(number), sealed, place)
        except InvalidTag:
            raise Unreadable from None
        number, sealed = number + 1, following
    if not number:
        raise Unreadable


def _next_chunk(file: IO[bytes]) -> bytes | None:
    head = file.read(_LENGTH.size)
    if not head:
        return None
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    if not TAG_BYTES <= length <= CHUNK_BYTES + TAG_BYTES:
        raise Unreadable
    sealed = file.read(length)
    if len(sealed) < length:
        raise Unreadable
    return sealed


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES)


def _place(bound_to: tuple[Part, ...], number: int, *, is_last: bool) -> bytes:
    return bind(("file", *bound_to, number, "last" if is_last else "more"))
