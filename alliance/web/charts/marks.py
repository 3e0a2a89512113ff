"""What a chart is made from: sessions, ruptures and domains as plain values."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.utils.translation import gettext

type Size = Literal["wide", "narrow"]
type RuptureState = Literal["open", "partly", "repaired", "let_go"]
type Signal = Literal["", "drop", "recovery"]

# The usual range begins at this session (rulings: from the third session on).
RANGE_BEGINS_AT = 3
WORD_STEP = 25
# Between two words the nearer one is told, halfway the higher one.
HALFWAY = (12.5, 37.5, 62.5, 87.5)


@dataclass(frozen=True, slots=True)
class SessionPoint:
    """One session on a chart, in the order of sessions.

    `score`, `low` and `high` run from 0 (Not at all) to 100 (Fully). A score of None was not
    rated; `low` and `high` are the usual range as it stood before this session, None while it
    is still being learnt. `form` is what the form is called on screen: a change of it, or of
    the checklist's edition, is marked.
    """

    held_on: date
    score: float | None
    low: float | None = None
    high: float | None = None
    signal: Signal = ""
    answered: int | None = None
    asked: int | None = None
    edition: int = 1
    form: str = ""

    @property
    def is_below(self) -> bool:
        return self.score is not None and self.low is not None and self.score < self.low

    @property
    def is_above(self) -> bool:
        return self.score is not None and self.high is not None and self.score > self.high

    @property
    def needs_a_look(self) -> bool:
        return self.is_below or (self.signal == "drop" and self.score is not None)

    @property
    def has_few_answers(self) -> bool:
        """Fewer than half of the items were answered, so the mean says less."""
        return (
            self.answered is not None and self.asked is not None and self.answered * 2 < self.asked
        )


@dataclass(frozen=True, slots=True)
class RuptureStep:
    on: date
    state: RuptureState


@dataclass(frozen=True, slots=True)
class RuptureThread:
    """A rupture across sessions, oldest step first; the first step is when it was noticed."""

    steps: tuple[RuptureStep, ...]

    @property
    def state(self) -> RuptureState:
        return self.steps[-1].state

    @property
    def is_live(self) -> bool:
        return self.state in {"open", "partly"}


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain over the same sessions as the trend: a score (0–100) or None for each of them.

    `below` holds the places in `scores` that lie under the domain's usual range.
    """

    name: str
    scores: Sequence[float | None]
    below: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class DomainToday:
    """A domain in one session, 0–100, against its range or, before there is one, `earlier`."""

    name: str
    score: float | None
    low: float | None = None
    high: float | None = None
    earlier: tuple[float, ...] = ()

    @property
    def is_below(self) -> bool:
        return self.score is not None and self.low is not None and self.score < self.low

    @property
    def is_above(self) -> bool:
        return self.score is not None and self.high is not None and self.score > self.high


def rating_words() -> tuple[str, ...]:
    """The five words of the scale, at 0, 25, 50, 75 and 100."""
    return (
        gettext("Not at all"),
        gettext("A little"),
        gettext("Partly"),
        gettext("Mostly"),
        gettext("Fully"),
    )


def nearest_word(score: float) -> int:
    """Which of the five words lies nearest to a score: 0 for Not at all, 4 for Fully."""
    return bisect(HALFWAY, score)
