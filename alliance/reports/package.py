"""The zip that an export comes in: its files, and a manifest with row counts and SHA-256.

Written front to back into whatever takes bytes, so it is never whole in memory. The same content
gives the same bytes: entries carry the day of asking and nothing of the machine.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from types import TracebackType
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

UNIX = 3
PRIVATE = 0o100600 << 16


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A file of the package, as the manifest tells of it. `rows` is None where it has none."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


class Entry:
    """One file of the package while it is written: hashed on its way."""

    def __init__(self, name: str, out: IO[bytes]) -> None:
        self.name, self.out = name, out
        self.rows: int | None = None
        self.count = 0
        self.hash = hashlib.sha256()

    def write(self, words: Any) -> int:
        self.hash.update(words)
        self.count += len(words)
        return self.out.write(words)

    def flush(self) -> None:
        """The zip below writes when it will."""

    @property
    def listed(self) -> Listed:
        return Listed(
            name=self.name, rows=self.rows, bytes=self.count, sha256=self.hash.hexdigest()
        )


class Package:
    """`with Package(out, day=…, about={…}) as package: package.add("readme.txt", text)`."""

    def __init__(self, out: IO[bytes], *, day: date, about: dict[str, Any]) -> None:
        self.zip = ZipFile(out, "w", ZIP_DEFLATED)
        self.day, self.about = day, about
        self.files: list[Listed] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._add_manifest()
            self.zip.close()

    @contextmanager
    def opened(self, name: str, *, is_packed: bool = False) -> Iterator[Entry]:
        """A file to write into; say `entry.rows` if it has rows.

        `is_packed`: it is compressed in itself, and not once more.
        """
        info = self._named(name)
        info.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
        with self.zip.open(info, "w", force_zip64=True) as out:
            entry = Entry(name, out)
            yield entry
        self.files.append(entry.listed)

    def add(self, name: str, content: str | bytes, *, rows: int | None = None) -> None:
        with self.opened(name) as entry:
            entry.write(content.encode() if isinstance(content, str) else content)
            entry.rows = rows

    def add_json(self, name: str, content: Any) -> None:
        self.add(name, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def _add_manifest(self) -> None:
        told = self.about | {"files": [asdict(listed) for listed in self.files]}
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        self.zip.writestr(self._named("manifest.json"), text)

    def _named(self, name: str) -> ZipInfo:
        info = ZipInfo(name, date_time=(self.day.year, self.day.month, self.day.day, 0, 0, 0))
        info.create_system, info.external_attr = UNIX, PRIVATE
        info.compress_type = ZIP_DEFLATED
        return info
