"""Which signals of a client still ask for a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from alliance.logbook.models import Signal as StoredSignal
from alliance.trends.baseline import EPISODE_SESSIONS
from alliance.trends.signals import Kind, Signal, from_json
from alliance.trends.trend import REARM_AFTER_SESSIONS, TREND_SESSIONS

# For how many sessions after its own a signal says something about now. A drop is over when it has
# become the new level; a decline is told again if after so many sessions it still goes on.
HOLDS_FOR_SESSIONS: dict[str, int] = {
    Kind.DROP: EPISODE_SESSIONS - 2,
    Kind.DECLINE: REARM_AFTER_SESSIONS - 1,
    Kind.RECOVERY: 1,
    Kind.IMPROVEMENT: TREND_SESSIONS - 1,
    Kind.LOW_DOMAIN: TREND_SESSIONS - 1,
    Kind.FLAT: TREND_SESSIONS - 1,
}
ENDED_BY: dict[str, Kind] = {
    Kind.DROP: Kind.RECOVERY,
    Kind.DECLINE: Kind.IMPROVEMENT,
    Kind.IMPROVEMENT: Kind.DECLINE,
}


@dataclass(frozen=True)
class Raised:
    """A stored signal with the session that raised it. `is_due` is that of `Signal.with_due`."""

    signal_id: UUID
    kind: str
    number: int
    held_on: date
    answer: str
    is_due: bool
    stored: Mapping[str, Any]

    @property
    def signal(self) -> Signal:
        return from_json(self.stored)


RAISED_FIELDS = ("pk", "kind", "log__number", "log__held_on", "answer", "is_due", "numbers")
"""What a `Raised` is made of, for `values_list` on `Signal.objects.with_due()`."""


def waiting(raised: Sequence[Raised], *, last_number: int) -> list[Raised]:
    """Signals of one client that hold now and wait for an answer.

    `raised` holds what was answered too: a recovery ends a drop either way. `last_number` is that
    of the client's latest session.
    """
    latest = {each.kind: each.number for each in sorted(raised, key=lambda each: each.number)}
    return [
        each
        for each in raised
        if each.is_due
        and last_number - each.number <= _sessions_held(each)
        and latest.get(ENDED_BY.get(each.kind, ""), -1) <= each.number
    ]


def _sessions_held(raised: Raised) -> int:
    """One more where somebody asked to be reminded, so that it can come back at all."""
    return HOLDS_FOR_SESSIONS[raised.kind] + (raised.answer == StoredSignal.Answer.REMIND)
