"""Queries that every visit asks, put into SQL once.

Django puts a query into SQL each time it is asked, which costs ten times what asking SQLite or
PostgreSQL costs. A prepared query is built once for each connection, with its parameters left open:

    @prepared
    def open_clients(member: Membership) -> QuerySet[Client, tuple[UUID, str]]:
        return Client.objects.of_clinician(member).open().values_list("pk", "code")

    for pk, code in open_clients(member): ...

What the function is called with are not yet values, so it hands them on: to decide by one, to
compare it or to print it raises TypeError, and none may turn out to be None. Only the yes-or-no
columns of a row are known, and each combination has SQL of its own, so that a queryset may ask
`if not member.is_supervisor`. The function must not read the clock, and takes no lists, whose
length would be part of the SQL. Queries that lock rows stay plain: Django looks whether there is
a transaction when it makes the SQL.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, wraps
from inspect import signature
from typing import Any, NoReturn, get_type_hints
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404
from django.utils import timezone

FIELDS: "Mapping[type, type[models.Field[Any, Any]]]" = {
    UUID: models.UUIDField,
    str: models.CharField,
    int: models.BigIntegerField,
    date: models.DateField,
    datetime: models.DateTimeField,
}
"""As what a parameter of each type is compared."""
KEPT = "prepared_queries"


class Open(models.Expression):
    """Where a query's SQL leaves room for a value: of a parameter, or of a column of it."""

    def __init__(
        self, parameter: str, attname: str, field: "models.Field[Any, Any]", shift: timedelta
    ) -> None:
        super().__init__(output_field=field)
        self.parameter, self.attname, self.shift = parameter, attname, shift

    def as_sql(self, _compiler: SQLCompiler, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value_in(self, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> Any:
        value = given[self.parameter]
        value = getattr(value, self.attname) if self.attname else value
        if value is None:
            raise TypeError(f"{self.parameter} is None, with which nothing compares in SQL.")
        value = value + self.shift if self.shift else value
        return self.output_field.get_db_prep_value(value, connection, prepared=False)


@dataclass(frozen=True, eq=False)
class Left:
    """What a parameter is while the query is built: handed on, it leaves room for the value."""

    parameter: str
    attname: str
    compared_as: "models.Field[Any, Any]"
    shift: timedelta = timedelta(0)

    def _decide(self, *_other: object) -> NoReturn:
        raise TypeError(f"A prepared query can't decide by {self.parameter}: one SQL is for all.")

    __bool__ = __str__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _decide
    __hash__ = object.__hash__

    def __sub__(self, days: timedelta) -> "Left":
        """A day or a moment that much earlier, reckoned when there is one."""
        return replace(self, shift=self.shift - days)

    def resolve_expression(self, *_args: Any, **_kwargs: Any) -> Open:
        return Open(self.parameter, self.attname, self.compared_as, self.shift)


@dataclass(frozen=True, eq=False)
class LeftRow(Left):
    """A row left open. As a value it is its primary key; its columns are attributes."""

    columns: "Mapping[str, models.Field[Any, Any]]" = field(default_factory=dict)
    decided: Mapping[str, bool] = field(default_factory=dict)

    def __getattr__(self, attname: str) -> Left | bool:
        if attname.startswith("_") or attname not in self.columns:
            raise AttributeError(attname)
        if attname in self.decided:
            return self.decided[attname]
        return Left(self.parameter, attname, self.columns[attname])


@dataclass(frozen=True)
class _Prepared:
    """A query in SQL, and who makes rows or instances of what comes back.

    Without SQL it is one that finds nothing, whoever asks.
    """

    rows: models.QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]

    def ask(self, given: Mapping[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        connection = self.compiler.connection
        params = tuple(
            each.value_in(given, connection) if isinstance(each, Open) else each
            for each in self.params
        )
        compiler = copy(self.compiler)
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)  # type: ignore[method-assign]
        rows = self.rows._chain()  # type: ignore[attr-defined]
        # Only here, where nobody can add a condition that would then not be asked.
        rows.query.get_compiler = lambda *_args, **_kwargs: compiler
        return list(rows)


def prepared[**P, Row](
    build: Callable[P, models.QuerySet[Any, Row]],
) -> Callable[P, list[Row]]:
    """Have `build` called once for each connection, and its query asked with what is given."""
    parameters = signature(build)

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> list[Row]:
        given = parameters.bind(*args, **kwargs).arguments
        return _prepared(build, given).ask(given)

    return ask


def one_or_404[Row](rows: Sequence[Row]) -> Row:
    """The row that was asked for by its id. Raises Http404 if there is none to be seen."""
    if not rows:
        raise Http404
    return rows[0]


def forget_prepared() -> None:
    """For tests that change what a query is built from."""
    for connection in connections.all(initialized_only=True):
        vars(connection).pop(KEPT, None)


def _prepared(
    build: Callable[..., models.QuerySet[Any, Any]], given: Mapping[str, Any]
) -> _Prepared:
    connection = connections[router.db_for_read(None)]  # type: ignore[arg-type]
    # Kept with its connection, of which a thread has one. The time zone is part of some SQL.
    kept = vars(connection).setdefault(KEPT, {})
    decided = {
        name: _decided(value) for name, value in given.items() if isinstance(value, models.Model)
    }
    key = build, timezone.get_current_timezone_name(), *map(tuple, decided.values())
    if key not in kept:
        rows = build(**_left_open(build, decided))
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        kept[key] = _Prepared(rows, compiler, sql, tuple(params))
    found: _Prepared = kept[key]
    return found


def _decided(row: models.Model) -> list[tuple[str, bool]]:
    """The yes-or-no columns of a row, as far as they were read."""
    read = vars(row)
    return [(name, read[name]) for name in _yes_or_no(type(row)) if name in read]


@cache
def _yes_or_no(model: type[models.Model]) -> list[str]:
    fields = model._meta.concrete_fields
    return [each.attname for each in fields if isinstance(each, models.BooleanField)]


def _left_open(
    build: Callable[..., Any], decided: Mapping[str, list[tuple[str, bool]]]
) -> dict[str, Left]:
    hints = get_type_hints(build)
    return {
        name: _left(name, hints[name], decided=decided.get(name, []))
        for name in signature(build).parameters
    }


def _left(name: str, kind: type, *, decided: list[tuple[str, bool]]) -> Left:
    if not issubclass(kind, models.Model):
        return Left(name, "", FIELDS[kind]())
    fields = kind._meta.concrete_fields
    columns = {each.attname: getattr(each, "target_field", each) for each in fields}
    columns["pk"] = kind._meta.pk
    return LeftRow(name, "pk", kind._meta.pk, columns=columns, decided=dict(decided))
