"""Putting a table into a package, in the format that somebody chose."""

from alliance.reports.formats.csv import write_csv
from alliance.reports.formats.json_lines import write_json_lines
from alliance.reports.formats.tables import Table
from alliance.reports.formats.xlsx import write_xlsx
from alliance.reports.package import Package
from alliance.reports.papers import Described

CSV, XLSX, JSON_LINES = "csv", "xlsx", "jsonl"


def write_table(package: Package, table: Table, *, style: str, with_mark: bool = False) -> None:
    """`style` is csv, xlsx or jsonl; `with_mark` puts a byte order mark before CSV."""
    with package.opened(f"{table.name}.{style}", is_packed=style == XLSX) as entry:
        if style == CSV:
            entry.rows = write_csv(table, entry, with_mark=with_mark)
        elif style == XLSX:
            entry.rows = write_xlsx(table, entry)
        else:
            entry.rows = write_json_lines(table, entry)


def described(table: Table, *, style: str) -> list[Described]:
    """Its columns, for the data dictionary."""
    return [
        Described(
            file=f"{table.name}.{style}",
            column=column.name,
            type=column.type,
            values=column.values,
            meaning=column.meaning,
        )
        for column in table.columns
    ]
