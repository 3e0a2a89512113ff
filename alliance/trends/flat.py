"""Answers that hardly vary, so that a chart of them can't show much."""

from dataclasses import dataclass
from enum import StrEnum

from alliance.trends.layout import HIGHEST_RATING, Basis

SESSIONS = 4
SPARSE_SESSIONS = 5
"""Sessions looked at where most domains have one item: ten answers agree by chance more often."""
COMPARISONS = 4
SHARE = 0.9
_ROUNDING = 1e-9
_RATINGS = range(HIGHEST_RATING, 0, -1)


class Pattern(StrEnum):
    ONE_VALUE = "one_value"
    SAME_AS_BEFORE = "same_as_before"


@dataclass(frozen=True, slots=True)
class Flat:
    """`share` (0–1) of `answers` that are one value, or that equal the session before."""

    pattern: Pattern
    share: float
    answers: int
    sessions: int
    limit: float


class FlatWatch:
    """Feed it answers as they were given, in order; it tells when they have become flat."""

    __slots__ = ("_alike", "_answers", "_compared", "_is_flat", "_sessions")

    def __init__(self, basis: Basis) -> None:
        self._sessions = SPARSE_SESSIONS if basis.is_sparse else SESSIONS
        self._answers: list[bytes] = []
        self._alike: list[int] = []
        self._compared: list[int] = []
        self._is_flat = False

    def feed(self, answers: bytes) -> Flat | None:
        """What to tell when this session begins a flat stretch, else None."""
        given = self._answers
        if given:
            self._compare(given[-1], answers)
        given.append(answers)
        del given[: -self._sessions]
        flat = self._one_value() or self._same_as_before()
        began = flat is not None and not self._is_flat
        self._is_flat = flat is not None
        return flat if began else None

    def _one_value(self) -> Flat | None:
        if len(self._answers) < self._sessions:
            return None
        given = b"".join(self._answers)
        answered = len(given) - given.count(0)
        for rating in _RATINGS:
            share = given.count(rating) / answered
            if share >= SHARE:
                return Flat(Pattern.ONE_VALUE, share, answered, self._sessions, SHARE)
            if share > 1 - SHARE + _ROUNDING:
                return None  # no other rating can reach the share
        return None

    def _compare(self, before: bytes, now: bytes) -> None:
        """Count the items answered both times, and those answered alike."""
        size = len(now)
        left, right = int.from_bytes(before), int.from_bytes(now)
        both_empty = (left | right).to_bytes(size).count(0)
        self._alike.append((left ^ right).to_bytes(size).count(0) - both_empty)
        self._compared.append(size - before.count(0) - now.count(0) + both_empty)
        del self._alike[:-COMPARISONS], self._compared[:-COMPARISONS]

    def _same_as_before(self) -> Flat | None:
        if len(self._alike) < COMPARISONS:
            return None
        alike, compared = sum(self._alike), sum(self._compared)
        if not compared or alike < SHARE * compared:
            return None
        return Flat(Pattern.SAME_AS_BEFORE, alike / compared, compared, COMPARISONS + 1, SHARE)
