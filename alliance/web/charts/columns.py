"""Columns are sessions, evenly spaced; the trend and the domain strip share them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from statistics import median

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from alliance.web.charts.marks import Size
from alliance.web.charts.svg import words

# A break leaves one empty column: more than twelve days, or for clients who come less often,
# clearly more than their usual pause.
BREAK_DAYS = 12
UNUSUAL_PAUSE = 1.75
# So that the first sessions stand at the left and leave room for those to come.
FEWEST_COLUMNS = 8
WIDTH: dict[Size, int] = {"wide": 648, "narrow": 358}
LEFT: dict[Size, int] = {"wide": 196, "narrow": 116}
LETTER_WIDTH = 6.4
# The largest mark's reach: where columns are narrower, the last one keeps off the edge.
MARK_REACH = 6


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each session stands. `places` counts columns from the left, empty ones included."""

    days: Sequence[date]
    places: tuple[int, ...]
    count: int
    left: float
    right: float

    @property
    def step(self) -> float:
        return (self.right - self.left) / self.count

    def centre(self, place: float) -> float:
        return self.left + self.step * (place + 0.5)

    @property
    def centres(self) -> list[float]:
        step, start = self.step, self.centre(0)
        return [start + step * place for place in self.places]

    def is_after_break(self, session: int) -> bool:
        return session > 0 and self.places[session] - self.places[session - 1] > 1


def columns(days: Sequence[date], *, size: Size) -> Columns:
    """Columns for sessions held on `days`, earliest first."""
    places = _places(days)
    count = max(places[-1] + 1 if places else 0, FEWEST_COLUMNS)
    left, right = LEFT[size], WIDTH[size]
    if (right - left) / count < 2 * MARK_REACH:
        right -= MARK_REACH
    return Columns(days, places, count, left, right)


def month_names(laid: Columns, *, y: float) -> SafeString:
    """The name of each month under its first session; a month too narrow for it stays unnamed."""
    starts = _month_starts(laid)
    ends = [x for x, _ in starts[1:]] + [laid.right]
    named = [
        (x, _fitting(names, room=end - x)) for (x, names), end in zip(starts, ends, strict=False)
    ]
    if 2 * sum(bool(name) for _, name in named) < len(named):
        named = _as_many_as_fit(starts, right=laid.right)
    return words((x, y, name) for x, name in named if name)


def _fitting(names: tuple[str, ...], *, room: float) -> str:
    return next((name for name in names if _width(name) <= room), "")


def _width(name: str) -> float:
    return LETTER_WIDTH * len(name) + 5


def _as_many_as_fit(
    starts: Sequence[tuple[float, tuple[str, ...]]], *, right: float
) -> list[tuple[float, str]]:
    """For sessions so far apart that hardly a month has room: a name wherever one ends."""
    named: list[tuple[float, str]] = []
    free_from = 0.0
    for x, names in starts:
        name = _fitting(names, room=right - x)
        if name and x >= free_from:
            named.append((x, name))
            free_from = x + _width(name)
    return named


def _places(days: Sequence[date]) -> tuple[int, ...]:
    pauses = [(later - earlier).days for earlier, later in pairwise(days)]
    if not pauses:
        return tuple(range(len(days)))
    longest_usual = max(BREAK_DAYS, UNUSUAL_PAUSE * median(pauses))
    places = [0]
    for pause in pauses:
        places.append(places[-1] + (2 if pause > longest_usual else 1))
    return tuple(places)


def _month_starts(laid: Columns) -> list[tuple[float, tuple[str, ...]]]:
    """The left edge of each month's first session, and the month's names, longest first."""
    starts: list[tuple[float, tuple[str, ...]]] = []
    language = get_language()
    month = year = 0
    for day, place in zip(laid.days, laid.places, strict=True):
        if (day.year, day.month) == (year, month):
            continue
        begins_year = bool(year) and day.year != year
        names = _names(day.replace(day=1), with_year=begins_year, language=language)
        starts.append((laid.left + laid.step * place, names))
        year, month = day.year, day.month
    return starts


# Formatting a date costs more than drawing a session, and the same months come up again.
@lru_cache(maxsize=1024)
def _names(month: date, *, with_year: bool, language: str | None) -> tuple[str, ...]:
    """The names of a month, longest first."""
    name = date_format(month, "M")
    return (date_format(month, "M Y"), name) if with_year else (name,)
