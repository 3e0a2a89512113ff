"""Tables as CSV, spreadsheet and JSON lines: safe to open, and read back as they were."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from alliance.reports.formats.csv import BYTE_ORDER_MARK, write_csv
from alliance.reports.formats.json_lines import write_json_lines
from alliance.reports.formats.safety import neutral
from alliance.reports.formats.tables import Column, Table
from alliance.reports.formats.xlsx import write_xlsx

STARTS = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
BEFORE = ["", " ", "\u00a0", "\u3000", '"', "'", "\t", "\r", "\n", "\0", "\ufeff"]
FORMULAS = [f"{before}{start}1+1" for start in STARTS for before in BEFORE]
PLAIN = ["K-14", "A - B", "no = sign", "", "5", "a@b", "’t was", "–", "\u2212x"]


def table(*rows):
    columns = [Column(name=name, type="text", meaning="") for name in ("text", "number", "day")]
    return Table(name="rows", columns=columns, rows=iter(rows))


def written(write, *rows, **how):
    out = io.BytesIO()
    count = write(table(*rows), out, **how)
    assert count == len(rows)
    return out.getvalue()


def sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.requirement("INP-03")
@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_text_in_csv(text):
    [cell] = list(csv.reader(io.StringIO(written(write_csv, (text, 1, None)).decode())))[1][:1]

    assert cell.startswith("'")
    assert "\0" not in cell


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_formula_is_left_alone(text):
    assert neutral(text) == text


@pytest.mark.requirement("INP-03")
@pytest.mark.parametrize("text", [*FORMULAS, *PLAIN])
def test_no_cell_of_a_spreadsheet_is_a_formula(text):
    cell = sheet(written(write_xlsx, (text, 1, None)))["A2"]

    assert cell.data_type in {"s", "n"}
    assert (cell.value or "") == text.replace("\0", "").replace("\r", "\n")


@pytest.mark.requirement("INP-03")
def test_numbers_stay_numbers_and_dates_are_dates():
    page = sheet(
        written(write_xlsx, ("K-14", -2.5, date(2026, 11, 16)), ("L", Decimal("75.0"), None))
    )

    assert [cell.value for cell in page[1]] == ["text", "number", "day"]
    assert page["B2"].value == -2.5
    assert page["C2"].value.date() == date(2026, 11, 16)
    assert page["C2"].is_date
    assert page["B3"].value == 75
    assert page["C3"].value is None


def test_csv_keeps_quotes_commas_and_line_breaks_and_says_its_numbers_plainly():
    content = written(write_csv, ('He said "no", then\nleft', -2.5, date(2026, 11, 16)))

    assert content.endswith(b"\r\n")
    assert list(csv.reader(io.StringIO(content.decode(), newline="")))[1] == [
        'He said "no", then\nleft',
        "-2.5",
        "2026-11-16",
    ]


def test_a_mark_stands_before_csv_only_if_somebody_wants_it():
    assert written(write_csv, with_mark=True).startswith(BYTE_ORDER_MARK)
    assert not written(write_csv).startswith(BYTE_ORDER_MARK)


def test_json_lines_are_an_object_a_row():
    content = written(write_json_lines, ("=1", Decimal("75.5"), date(2026, 11, 16)))

    assert json.loads(content) == {"text": "=1", "number": 75.5, "day": "2026-11-16"}


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr("alliance.reports.formats.xlsx.MOST_ROWS", 3)

    book = openpyxl.load_workbook(
        io.BytesIO(written(write_xlsx, *[(str(number), number, None) for number in range(5)]))
    )

    assert book.sheetnames == ["rows", "rows 2", "rows 3"]
    assert [row[0].value for page in book for row in page.iter_rows(min_row=2)] == [*"01234"]


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_json_lines])
def test_the_same_rows_are_the_same_bytes(write):
    rows = [("K-14", 4, date(2026, 11, 16))] * 3

    assert written(write, *rows) == written(write, *rows)


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_json_lines])
def test_no_rows_are_a_file_that_opens(write):
    assert written(write) is not None
    if write is write_xlsx:
        assert sheet(written(write)).max_row == 1
