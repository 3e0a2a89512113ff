"""A table of a report: its columns, each with a meaning, and its rows as they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

type Cell = str | int | float | Decimal | date | datetime | None
type Row = Sequence[Cell]
type ColumnType = Literal["text", "code", "number", "date", "code or number"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """`values` are the codes it may hold, where they are few. `meaning` is for the dictionary."""

    name: str
    type: ColumnType
    meaning: str
    values: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """`name` is the file's, without its ending. The rows are read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]
