"""JSON lines: an object a row, in UTF-8."""

import json
from datetime import date
from decimal import Decimal

from alliance.reports.formats.csv import Writes
from alliance.reports.formats.tables import Table


def write_json_lines(table: Table, out: Writes) -> int:
    """A line for each row; how many."""
    names = table.names
    encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
    count = 0
    for row in table.rows:
        out.write(f"{encode(dict(zip(names, row, strict=True)))}\n".encode())
        count += 1
    return count


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"A {type(value).__name__} has no plain form.")
