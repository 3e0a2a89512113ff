"""`manage.py detect FILE.csv > OUT.csv`: the signals of a file of sessions."""

import csv
import sqlite3
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import closing
from tempfile import TemporaryFile
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from alliance.trends.detecting import detect
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.session_rows import BadRow, SessionRow, SessionRows

HEADER = ("series_id", "session_index", "kind", "detail")
_SORTING_MEMORY_KIB = 32_768


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
            except sqlite3.Error as error:
                raise CommandError(f"the rows can't be sorted on disk: {error}") from None
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
    """All rows in their order, from a private temporary database that spills to disk."""
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute(f"PRAGMA cache_size = -{_SORTING_MEMORY_KIB}")
        database.execute("PRAGMA temp_store = FILE")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(
            "CREATE TABLE session (clinician TEXT, held_on TEXT, series TEXT, number INTEGER,"
            " line INTEGER, answers BLOB)"
        )
        database.execute("BEGIN")
        database.executemany("INSERT INTO session VALUES (?, ?, ?, ?, ?, ?)", rows)
        yield from map(
            SessionRow._make,
            database.execute(
                "SELECT clinician, held_on, series, number, line, answers FROM session"
                " ORDER BY clinician, held_on, series, number"
            ),
        )
