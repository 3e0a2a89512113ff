"""`manage.py detect FILE.csv > OUT.csv`: the signals of a file of sessions."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import batched
from tempfile import TemporaryFile
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from alliance.trends.detecting import detect
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.session_rows import BadRow, SessionRow, SessionRows

HEADER = ("series_id", "session_index", "kind", "detail")
ROWS_IN_MEMORY = 50_000
_SEPARATOR = "\x1f"


class Command(BaseCommand):
    help = (
        "Write the signals of a file of sessions as CSV: series_id, session_index, kind, detail. "
        "Rows may come in any order. Nothing is written unless every row is good."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.csv")
        parser.add_argument(
            "--sensitivity",
            choices=[sensitivity.value for sensitivity in Sensitivity],
            default=Sensitivity.USUAL.value,
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with TemporaryFile("w+", encoding="utf-8", newline="") as written:
            try:
                write_signals(
                    options["file"], written, sensitivity=Sensitivity(options["sensitivity"])
                )
            except BadRow as error:
                raise CommandError(f"{options['file']}, {error}") from None
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from None
            written.seek(0)
            for line in written:
                self.stdout.write(line, ending="")


def write_signals(path: str, target: TextIO, *, sensitivity: Sensitivity) -> None:
    """Detect the signals of the file at `path`. Raises BadRow and OSError."""
    csv_writer = csv.writer(target, lineterminator="\n")
    csv_writer.writerow(HEADER)
    with open(path, "rb") as source:
        rows = SessionRows(source)
        for found in detect(sorted_on_disk(rows), basis=rows.basis, sensitivity=sensitivity):
            signal = found.signal
            csv_writer.writerow((found.series, found.number, signal.kind.value, signal.detail))


def sorted_on_disk(rows: Iterable[SessionRow]) -> Iterator[SessionRow]:
    """All rows in their order: sorted runs in temporary files, merged as they are read."""
    with ExitStack() as open_files:
        runs = []
        for run in batched(rows, ROWS_IN_MEMORY, strict=False):
            file = open_files.enter_context(TemporaryFile("w+", encoding="utf-8", newline="\n"))
            file.writelines(sorted(map(_line, run)))
            file.seek(0)
            runs.append(file)
        yield from map(_row, merge(*runs))


def _line(row: SessionRow) -> str:
    """A row as text that sorts as the row does: the separator comes before all printable text."""
    clinician, held_on, series, number, line, answers = row
    identity = f"{clinician}{_SEPARATOR}{held_on}{_SEPARATOR}{series}{_SEPARATOR}{number:09}"
    return f"{identity}{_SEPARATOR}{line}{_SEPARATOR}{answers.decode('ascii')}\n"


def _row(text: str) -> SessionRow:
    clinician, held_on, series, number, line, answers = text[:-1].split(_SEPARATOR)
    return SessionRow(clinician, held_on, series, int(number), int(line), answers.encode("ascii"))
