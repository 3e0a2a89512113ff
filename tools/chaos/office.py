"""LO: LibreOffice opens our tables, runs nothing in them, and finds numbers and dates there."""

import csv
import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from alliance.reports.formats.csv import write_csv
from alliance.reports.formats.tables import Column, Row, Table
from alliance.reports.formats.xlsx import write_xlsx
from tools.chaos.outcome import Outcome, Size

STARTS = ("=", "+", "-", "@")
BEFORE = ("", " ", '"')
FORMULAS = ("1+1", "SUM(B2:B9)", 'HYPERLINK("http://x.example")', "cmd|' /C calc'!A0", "B2")
ROWS: list[Row] = [
    (f"{before}{start}{formula}", 12.5, date(2026, 11, 5))
    for before in BEFORE
    for start in STARTS
    for formula in FORMULAS
]
NAMES = ("text", "number", "day")


def lo(_size: Size) -> list[Outcome]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    what = "LibreOffice opens tables and runs nothing"
    if program is None:
        reason = "LibreOffice is not here (Debian: apt-get install libreoffice-calc)"
        return [Outcome("LO", what, 0, 0, skipped=reason)]
    rows = ROWS
    wrong = [
        f"{suffix} row {number}: {cells}"
        for suffix, write in (("xlsx", write_xlsx), ("csv", write_csv))
        for number, cells in enumerate(_read_back(program, write, rows, suffix=suffix))
        if not _is_as_written(cells, rows[number])
    ]
    naive = _read_back(program, _unguarded, rows, suffix="csv")
    is_seen = not all(_is_as_written(cells, row) for cells, row in zip(naive, rows, strict=True))
    return [Outcome("LO", what, 2 * len(rows), len(wrong), is_seen, told="; ".join(wrong))]


def _is_as_written(cells: Sequence[str], row: Row) -> bool:
    text, number, day = row
    shown = cells[0].removeprefix("'")
    return [shown, float(cells[1]), cells[2]] == [text, number, str(day)]


def _read_back(
    program: str, write: Callable[..., Any], rows: list[Row], *, suffix: str
) -> list[list[str]]:
    """The cells as LibreOffice shows them, after it opened and saved the file as CSV."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        table = Table(
            name="rows",
            columns=[Column(name=name, type="text", meaning="") for name in NAMES],
            rows=iter(rows),
        )
        with (folder / f"given.{suffix}").open("wb") as out:
            write(table, out)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true"]
        command += ["--outdir", str(folder / "shown"), str(folder / f"given.{suffix}")]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shown = (folder / "shown" / "given.csv").read_text()
    return list(csv.reader(io.StringIO(shown)))[1:]


def _unguarded(table: Table, out: IO[bytes]) -> None:
    """The control: what a table would be without our care."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(table.rows)
    out.write(text.getvalue().encode())
