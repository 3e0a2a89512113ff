"""Tables that somebody uploads as CSV: read as text, checked, kept nowhere."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 2 * 1024 * 1024
"""Of a table."""
MOST_SENT_BYTES = 32 * 1024 * 1024
"""Of anything that is uploaded."""
MOST_ROWS = 5_000
MOST_COLUMNS = 60


class NotATable(Exception):
    """`sentence` says what is wrong with the file as a whole."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class SmallFileHandler(MemoryFileUploadHandler):
    """Keeps an upload in memory, and not one that is larger than anything we take."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated, self.size_so_far = True, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.size_so_far += len(raw_data)
        if self.size_so_far > MOST_SENT_BYTES:
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.size_so_far = 0
        super().new_file(*args, **kwargs)


@dataclass(frozen=True)
class Row:
    """One line of a table. `number` is the one a spreadsheet shows beside it."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def read_text(raw: bytes) -> str:
    """The text of an uploaded file. Raises NotATable."""
    if len(raw) > MOST_BYTES:
        raise NotATable(_("This file is larger than 2 MB. Split it."))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotATable(
            _("This is no CSV in UTF-8. Save it as “CSV UTF-8” and try again.")
        ) from None
    if "\0" in text:
        raise NotATable(_("This is no CSV. Save the table as “CSV UTF-8” and try again."))
    return text


def read_table(
    text: str, *, needed: tuple[str, ...], also_called: Mapping[str, str] | None = None
) -> Table:
    """The first line names the columns, in any order and case. Raises NotATable.

    `also_called`: other names of columns, as an export has them, and what they are here.
    """
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        names = [name.strip().lower() for name in next(lines, [])]
        columns = tuple((also_called or {}).get(name, name) for name in names)
        rows = tuple(_rows(lines, columns=columns))
    except csv.Error:
        raise NotATable(
            _("This file can’t be read as a table. Save it as CSV once more.")
        ) from None
    _check_columns(columns, needed=needed)
    if not rows:
        raise NotATable(_("There is nothing in this file but the names of its columns."))
    return Table(columns, rows)


def _rows(lines: Any, *, columns: tuple[str, ...]) -> Iterator[Row]:
    """Empty lines are left out."""
    count = 0
    for line in lines:
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise NotATable(_("This file has more than 5,000 rows. Split it."))
        yield Row(lines.line_num, dict(zip(columns, cells, strict=False)))


def _check_columns(columns: tuple[str, ...], *, needed: tuple[str, ...]) -> None:
    missing = [name for name in needed if name not in columns]
    if missing:
        sentence = _("The first line has to name these columns too: %s.")
        raise NotATable(sentence % ", ".join(missing))
    if len(columns) > MOST_COLUMNS or len(set(columns)) < len(columns):
        raise NotATable(_("A column stands there twice, or there are more than sixty."))
