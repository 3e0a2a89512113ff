"""Spreadsheets (Office Open XML), written front to back: no row is kept, nothing lies on disk.

Every cell has a type: text is text and never a formula, numbers are numbers, dates are dates.
See docs/decisions/0013.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import IO, cast
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from alliance.reports.formats.csv import Writes
from alliance.reports.formats.tables import Cell, Row, Table

MOST_ROWS = 1_048_576  # of a sheet, header included
MOST_CHARACTERS = 32_767  # of a cell
# Zip's first day: a spreadsheet carries no moment of its making.
MADE = (1980, 1, 1, 0, 0, 0)
DAY_ZERO = date(1899, 12, 30)
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
HEADER_STYLE, DATE_STYLE = 1, 2
ROWS_AT_A_TIME = 200

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_xlsx(table: Table, out: Writes) -> int:
    """The table as a workbook: one sheet, or as many as its rows need; how many rows."""
    rows = iter(table.rows)
    count = sheets = 0
    with ZipFile(cast("IO[bytes]", out), "w") as book:
        first = next(rows, None)
        while first is not None or not sheets:
            sheets += 1
            ahead: Iterator[Row] = chain([first] if first is not None else [], rows)
            count += _write_sheet(book, sheets, table, islice(ahead, MOST_ROWS - 1))
            first = next(rows, None)
        _write_frame(book, table.name, sheets)
    return count


def _write_sheet(book: ZipFile, number: int, table: Table, rows: Iterator[Row]) -> int:
    letters = [_letters(index) for index in range(len(table.columns))]
    count = 0
    with book.open(_part(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as sheet:
        sheet.write(_sheet_head(table, letters).encode())
        waiting: list[str] = []
        for count, row in enumerate(rows, start=1):
            waiting.append(_row(row, count + 1, letters))
            if not count % ROWS_AT_A_TIME:
                sheet.write("".join(waiting).encode())
                waiting.clear()
        end = f'</sheetData><autoFilter ref="A1:{letters[-1]}{count + 1}"/></worksheet>'
        sheet.write(("".join(waiting) + end).encode())
    return count


def _sheet_head(table: Table, letters: Sequence[str]) -> str:
    names = [
        f'<c r="{letter}1" s="{HEADER_STYLE}" t="inlineStr"><is><t>{escape(name)}</t></is></c>'
        for letter, name in zip(letters, table.names, strict=True)
    ]
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        '</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols><col min="1" max="{len(letters)}" width="16" customWidth="1"/></cols>'
        f'<sheetData><row r="1">{"".join(names)}</row>'
    )


def _row(row: Row, number: int, letters: Sequence[str]) -> str:
    cells = [
        _cell(value, f"{letter}{number}")
        for letter, value in zip(letters, row, strict=True)
        if value is not None
    ]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(value: Cell, place: str) -> str:
    if isinstance(value, str):
        text = escape(NOT_XML.sub("", value)[:MOST_CHARACTERS])
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{DATE_STYLE}"><v>{(value - DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _write_frame(book: ZipFile, name: str, sheets: int) -> None:
    """What holds the sheets together: written last, when their number is known."""
    numbers = range(1, sheets + 1)
    title = name[:25]
    names = [
        f"<sheet name={quoteattr(title if number == 1 else f'{title} {number}')}"
        f' sheetId="{number}" r:id="rId{number}"/>'
        for number in numbers
    ]
    _add(
        book,
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">'
        f"<sheets>{''.join(names)}</sheets></workbook>",
    )
    related = [_related(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    related.append(_related(sheets + 1, "styles", "styles.xml"))
    _add(book, "xl/_rels/workbook.xml.rels", _relations(related))
    _add(book, "_rels/.rels", _relations([_related(1, "officeDocument", "xl/workbook.xml")]))
    book.writestr(_part("xl/styles.xml"), STYLES)
    kinds = [_kind(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
    kinds += [_kind("/xl/workbook.xml", "sheet.main"), _kind("/xl/styles.xml", "styles")]
    _add(
        book,
        "[Content_Types].xml",
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{''.join(kinds)}</Types>",
    )


def _kind(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{SHEET_TYPE}.{kind}+xml"/>'


def _related(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATED}/{kind}" Target="{target}"/>'


def _relations(related: Sequence[str]) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(related)}</Relationships>'


def _add(book: ZipFile, name: str, xml: str) -> None:
    book.writestr(_part(name), HEAD + xml)


def _part(name: str) -> ZipInfo:
    info = ZipInfo(name, date_time=MADE)
    info.compress_type = ZIP_DEFLATED
    info.compress_level = 3
    return info


def _letters(index: int) -> str:
    """A, B … Z, AA: the name of a column, counted from 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
