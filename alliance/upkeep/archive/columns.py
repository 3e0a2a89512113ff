"""Values as both databases agree on them: the same row gives the same line, whoever stores it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models

from alliance.upkeep.archive.errors import SchemaRefused

type Plain = str | int | float | bool | None

KINDS = {
    "UUIDField": "uuid",
    "DateTimeField": "moment",
    "DateField": "day",
    "TimeField": "time",
    "BooleanField": "flag",
    "JSONField": "json",
    "BinaryField": "bytes",
    "FloatField": "real",
    **dict.fromkeys(("CharField", "TextField", "SlugField"), "text"),
    **{f"{size}AutoField": "number" for size in ("", "Big", "Small")},
    **{f"{size}IntegerField": "number" for size in ("", "Big", "Small")},
    **{f"Positive{size}IntegerField": "number" for size in ("", "Big", "Small")},
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]


def table_of(model: type[models.Model]) -> Table:
    columns = [
        Column(str(field.column), _kind(field)) for field in model._meta.local_concrete_fields
    ]
    return Table(model._meta.db_table, tuple(columns))


def _kind(field: Any) -> str:
    target = field
    while target.remote_field:
        target = target.target_field
    kind = KINDS.get(target.get_internal_type())
    if kind is None:
        raise SchemaRefused(
            f"No backup knows how to write {field.model._meta.db_table}.{field.column}."
        )
    return kind


def line_of(row: tuple[Any, ...], kinds: tuple[str, ...]) -> bytes:
    """A row as either database gives it, as one line of JSON without its line break."""
    values = [
        None if value is None else PLAIN[kind](value)
        for value, kind in zip(row, kinds, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def _uuid(value: Any) -> str:
    return value if isinstance(value, str) else str(value.hex)


def _moment(value: Any) -> str:
    """In UTC, with its microseconds. SQLite keeps a text without a zone, which means UTC."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return str(value.isoformat(" ", "microseconds"))


def _day(value: str | date) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _time(value: str | time) -> str:
    return (time.fromisoformat(value) if isinstance(value, str) else value).isoformat(
        "microseconds"
    )


def _json(value: Any) -> str:
    """Keys in order and no spaces: PostgreSQL keeps neither as they were written."""
    found = json.loads(value) if isinstance(value, str | bytes) else value
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _bytes(value: bytes | memoryview) -> str:
    return bytes(value).hex()


PLAIN: dict[str, Callable[[Any], Plain]] = {
    "uuid": _uuid,
    "moment": _moment,
    "day": _day,
    "time": _time,
    "flag": bool,
    "json": _json,
    "bytes": _bytes,
    "real": float,
    "number": int,
    "text": str,
}


def for_sqlite(value: Plain, kind: str) -> Any:
    """A plain value as Django stores it on SQLite."""
    if value is None:
        return None
    match kind:
        case "bytes":
            return bytes.fromhex(str(value))
        case "moment" | "time":
            # Django writes no microseconds where there are none.
            return str(value).removesuffix(".000000")
        case "flag":
            return int(bool(value))
        case _:
            return value


def for_postgres(value: Plain, kind: str) -> Any:
    """A plain value as COPY reads it."""
    if value is None:
        return None
    match kind:
        case "bytes":
            return f"\\x{value}"
        case "moment":
            return f"{value}+00"
        case _:
            return value
