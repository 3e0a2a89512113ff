"""Which clients to think of first, and why, in one mark a client at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from alliance.trends.signals import Drop, Kind, Signal
from alliance.trends.trend import Shift

FIRST_SESSIONS = 3
SIGNAL_MARKS_AT_LEAST = 3
SIGNAL_MARKS_PERCENT = 15
ENDING_WITHIN = timedelta(weeks=6)


class Reason(StrEnum):
    """Why a client is marked, the most pressing first."""

    OPEN_RUPTURE = "open_rupture"
    DROP = "drop"
    DECLINE = "decline"
    FIRST_SESSIONS = "first_sessions"
    LONG_GAP = "long_gap"
    MISSING_LOG = "missing_log"
    PLANNED_ENDING = "planned_ending"


_RANK = {reason: rank for rank, reason in enumerate(Reason)}
_OF_SIGNAL = {Kind.DROP: Reason.DROP, Kind.DECLINE: Reason.DECLINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSignal:
    """A signal that the clinician has not answered, with the day of its session."""

    raised_on: date
    signal: Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClient:
    """What is known of an open client. `sessions` counts those before the app was used too."""

    key: str
    sessions: int = 0
    last_held_on: date | None = None
    rupture_open_since: date | None = None
    waiting: Sequence[WaitingSignal] = ()
    is_gap_long: bool = False
    is_log_missing: bool = False
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One client and the reason it is marked. `since` is the day that the reason dates from."""

    client: str
    reason: Reason
    since: date | None
    signal: Signal | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """Marked clients in order, the rest in the order given, and signals held back by the cap.

    A client whose signal is held back is among the marked if it has another reason, and
    otherwise among the rest.
    """

    marked: tuple[Mark, ...]
    rest: tuple[str, ...]
    held_back: tuple[Mark, ...]


def signal_marks_allowed(open_clients: int) -> int:
    """How many clients signals may mark at once: three, or 15 in 100 if that is more."""
    return max(SIGNAL_MARKS_AT_LEAST, open_clients * SIGNAL_MARKS_PERCENT // 100)


def attention(clients: Sequence[OpenClient], *, today: date) -> Attention:
    """Order a caseload: open rupture, drop, decline, first three sessions, long gap, missing
    log, planned ending; then the rest. Within a reason the strongest or oldest comes first.

    A client with an open rupture takes no signal mark, so it doesn't use the cap.
    """
    by_signal = sorted(
        (mark for client in clients if (mark := _signal_mark(client))), key=_signal_order
    )
    allowed = signal_marks_allowed(len(clients))
    held_back = by_signal[allowed:]
    of_signal = {mark.client: mark for mark in by_signal[:allowed]}
    marks = [
        mark
        for client in clients
        if (mark := of_signal.get(client.key) or _other_mark(client, today=today))
    ]
    marked_keys = {mark.client for mark in marks}
    return Attention(
        marked=tuple(sorted(marks, key=_order)),
        rest=tuple(client.key for client in clients if client.key not in marked_keys),
        held_back=tuple(held_back),
    )


def _signal_mark(client: OpenClient) -> Mark | None:
    if client.rupture_open_since:
        return None
    marks = [
        Mark(client.key, _OF_SIGNAL[waiting.signal.kind], waiting.raised_on, waiting.signal)
        for waiting in client.waiting
        if waiting.signal.kind in _OF_SIGNAL
    ]
    return min(marks, key=_signal_order, default=None)


def _other_mark(client: OpenClient, *, today: date) -> Mark | None:
    if client.rupture_open_since:
        return Mark(client.key, Reason.OPEN_RUPTURE, client.rupture_open_since)
    if client.sessions < FIRST_SESSIONS:
        return Mark(client.key, Reason.FIRST_SESSIONS, client.last_held_on)
    if client.is_gap_long:
        return Mark(client.key, Reason.LONG_GAP, client.last_held_on)
    if client.is_log_missing:
        return Mark(client.key, Reason.MISSING_LOG, client.last_held_on)
    if client.ends_on and client.ends_on <= today + ENDING_WITHIN:
        return Mark(client.key, Reason.PLANNED_ENDING, client.ends_on)
    return None


def _signal_order(mark: Mark) -> tuple[int, float, str]:
    return _RANK[mark.reason], -_strength(mark.signal), mark.client


def _strength(signal: Signal | None) -> float:
    """Distance in spreads below the usual level."""
    match signal.evidence if signal else None:
        case Drop(z=z):
            return -z
        case Shift(q=q):
            return -q
    return 0.0


def _order(mark: Mark) -> tuple[int, float, date, str]:
    return _RANK[mark.reason], -_strength(mark.signal), mark.since or date.min, mark.client
