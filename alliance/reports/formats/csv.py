"""CSV after RFC 4180: commas, CRLF, UTF-8; a byte order mark where somebody wants one."""

import csv
from typing import Protocol

from alliance.reports.formats.safety import neutral
from alliance.reports.formats.tables import Table

BYTE_ORDER_MARK = "\ufeff".encode()
AT_A_TIME = 500


class Writes(Protocol):
    def write(self, words: bytes, /) -> int: ...


class _Encoded:
    """Takes the text of `csv` and keeps it until there is enough to write."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, line: str) -> int:
        self.lines.append(line)
        return len(line)

    def take(self) -> bytes:
        text = "".join(self.lines).encode()
        self.lines.clear()
        return text


def write_header(table: Table, out: Writes, *, with_mark: bool) -> None:
    """The line that names the columns."""
    encoded = _Encoded()
    csv.writer(encoded).writerow(table.names)
    out.write((BYTE_ORDER_MARK if with_mark else b"") + encoded.take())


def write_csv(table: Table, out: Writes, *, with_mark: bool = False) -> int:
    """The table with its header line; how many rows."""
    write_header(table, out, with_mark=with_mark)
    count = 0
    encoded = _Encoded()
    writer = csv.writer(encoded)
    for row in table.rows:
        writer.writerow([neutral(cell) if type(cell) is str else cell for cell in row])
        count += 1
        if not count % AT_A_TIME:
            out.write(encoded.take())
    out.write(encoded.take())
    return count
