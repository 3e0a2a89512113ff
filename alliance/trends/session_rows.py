"""Sessions as rows of CSV: checked one by one, with the line number where one can't be right."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from alliance.trends.layout import Basis, Layout

IDENTITY = ("series_id", "clinician_id", "session_index", "date")
_ITEM = re.compile(r"d([1-9]\d{0,2})-([1-9]\d{0,2})")
_NUMBER = re.compile(r"[1-9]\d{0,8}")
# Looking a text up is several times as fast as checking and converting it.
_SMALL_NUMBERS = {str(number): number for number in range(1, 1_000)}
_ANSWER = {"": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


class BadRow(Exception):
    """A line that can't be right; its text names the line."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class SessionRow(NamedTuple):
    """One session of a file. Rows sort as they have to be worked through."""

    clinician: str
    held_on: str
    series: str
    number: int
    line: int
    answers: bytes


class SessionRows:
    """Reads the header at once and then, when asked, row after row, keeping none.

    Wants the columns series_id, clinician_id, session_index (from 1), date (YYYY-MM-DD) and one
    for each item, `d3-2` for item 2 of domain 3: 1–5, or empty for no answer. All items count as
    core. Raises BadRow.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._reader = csv.reader(map(bytes.decode, lines), strict=True)
        self._header = self._read_header()
        items = sorted(
            (int(found[1]), int(found[2]), name)
            for name in self._header
            if (found := _ITEM.fullmatch(name))
        )
        domains: dict[str, tuple[str, ...]] = {}
        for domain, _, name in items:
            domains[str(domain)] = (*domains.get(str(domain), ()), name)
        names = [name for _, _, name in items]
        self.basis: Basis = Layout(domains, frozenset(names)).whole_form
        self._items = names

    def __iter__(self) -> Iterator[SessionRow]:
        identity_of = itemgetter(*map(self._header.index, IDENTITY))
        answers_of = _getter([self._header.index(name) for name in self._items])
        width = len(self._header)
        days: dict[str, str] = {}
        while (values := self._next_row()) is not None:
            line = self._reader.line_num
            if len(values) != width:
                raise BadRow(line, f"has {len(values)} columns, the header has {width}")
            series, clinician, number, day = identity_of(values)
            if day not in days:
                days[day] = _checked_day(day, line=line)
            if not (series and clinician and series.isprintable() and clinician.isprintable()):
                raise BadRow(line, "series_id and clinician_id have to be printable text")
            try:
                answers = bytes(map(_ANSWER.__getitem__, answers_of(values)))
            except KeyError:
                raise self._bad_answer(values) from None
            yield SessionRow(
                clinician,
                days[day],
                series,
                _SMALL_NUMBERS.get(number) or _checked_number(number, line=line),
                line,
                answers,
            )

    def _next_row(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except UnicodeDecodeError:
            raise BadRow(self._reader.line_num + 1, "is not UTF-8 text") from None
        except csv.Error as error:
            raise BadRow(max(self._reader.line_num, 1), f"is not CSV: {error}") from None

    def _read_header(self) -> list[str]:
        header = self._next_row() or []
        if header:
            header[0] = header[0].removeprefix("\ufeff")
        for name in IDENTITY:
            if name not in header:
                raise BadRow(1, f"the header has no column {name}")
        for name in header:
            if header.count(name) > 1:
                raise BadRow(1, f"the header has the column {name!r} twice")
            if name not in IDENTITY and not _ITEM.fullmatch(name):
                raise BadRow(1, f"the header has an unknown column {name!r}")
        if len(header) == len(IDENTITY):
            raise BadRow(1, "the header has no item columns such as d1-1")
        return header

    def _bad_answer(self, values: list[str]) -> BadRow:
        name, value = next(
            (name, value)
            for name, value in zip(self._header, values, strict=True)
            if name not in IDENTITY and value not in _ANSWER
        )
        return BadRow(self._reader.line_num, f"{name} is {value!r}; it takes 1 to 5, or nothing")


def _checked_number(number: str, *, line: int) -> int:
    if not _NUMBER.fullmatch(number):
        raise BadRow(line, f"session_index {number!r} is not a whole number from 1")
    return int(number)


def _checked_day(day: str, *, line: int) -> str:
    try:
        if date.fromisoformat(day).isoformat() == day:
            return day
    except ValueError:
        pass
    raise BadRow(line, f"date {day!r} is not a day such as 2026-03-31")


def _getter(columns: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """`itemgetter` gives a bare value, not a tuple, for a single column."""
    if len(columns) == 1:
        [only] = columns
        return lambda values: (values[only],)
    return itemgetter(*columns)
