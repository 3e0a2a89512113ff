"""The lane of ruptures: ◇ noticed, ◈ partly repaired, ◆ repaired, joined across the sessions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from alliance.web.charts.marks import RuptureState, RuptureThread
from alliance.web.charts.svg import diamond, layered, left_half

# Ruptures that overlap in time lie one under another; further ones share the last row.
MOST_ROWS = 4
# What is drawn first lies underneath.
LAYERS = ("c-join", "g-rup", "g-rup-fill", "g-rup-done", "g-rup-bar")
LIVE = " is-live"


@dataclass(frozen=True, slots=True)
class PlacedThread:
    """A rupture as (session, state) steps; session -1 lies before the first one drawn."""

    steps: tuple[tuple[int, RuptureState], ...]
    row: int
    is_live: bool

    @property
    def noticed_at(self) -> int:
        return self.steps[0][0]


def place_threads(
    threads: Sequence[RuptureThread], *, days: Sequence[date]
) -> tuple[PlacedThread, ...]:
    """Threads on the sessions held on `days`. What was closed before the first day is left out."""
    if not days:
        return ()
    placed: list[PlacedThread] = []
    row_ends: list[int] = []
    for thread in sorted(threads, key=lambda thread: thread.steps[0].on):
        if thread.steps[-1].on < days[0] and not thread.is_live:
            continue
        steps = _placed_steps(thread, days=days)
        row = _free_row(row_ends, start=steps[0][0], end=steps[-1][0])
        placed.append(PlacedThread(steps, row, thread.is_live))
    return tuple(placed)


def rows_needed(placed: Sequence[PlacedThread]) -> int:
    return max((thread.row for thread in placed), default=0) + 1


def lane_marks(
    placed: Sequence[PlacedThread],
    *,
    centres: Sequence[float],
    start: float,
    row_ys: Sequence[float],
    radius: float,
) -> list[SafeString]:
    """Joining lines and diamonds, amber for what is still open. `start` is the lane's left end."""
    marks = (
        mark
        for thread in placed
        for mark in _thread_marks(
            [(centres[step] if step >= 0 else start, state) for step, state in thread.steps],
            y=row_ys[thread.row],
            radius=radius,
            look=LIVE if thread.is_live else "",
        )
    )
    return layered(marks, layers=[css + look for css in LAYERS for look in ("", LIVE)])


def _thread_marks(
    at: Sequence[tuple[float, RuptureState]], *, y: float, radius: float, look: str
) -> Iterator[tuple[str, str]]:
    if len(at) > 1:
        yield f"c-join{look}", f"M{at[0][0]:.1f} {y:.1f}H{at[-1][0]:.1f}"
    for x, state in at:
        shape = "g-rup-done" if state == "repaired" else "g-rup"
        yield f"{shape}{look}", diamond(x, y, radius=radius)
        if state == "partly":
            yield f"g-rup-fill{look}", left_half(x, y, radius=radius)
        elif state == "let_go":
            yield f"g-rup-bar{look}", f"M{x - radius / 2:.1f} {y:.1f}h{radius:.1f}"


def session_on(day: date, *, days: Sequence[date]) -> int:
    """The first session on or after `day`, the last one if none follows; -1 if before them all."""
    if day < days[0]:
        return -1
    return min(bisect_left(days, day), len(days) - 1)


def _placed_steps(
    thread: RuptureThread, *, days: Sequence[date]
) -> tuple[tuple[int, RuptureState], ...]:
    """One step a session, the last of it, and only where the state changes."""
    by_session = {session_on(step.on, days=days): step.state for step in thread.steps}
    changes: list[tuple[int, RuptureState]] = []
    for session, state in by_session.items():
        if not changes or changes[-1][1] != state:
            changes.append((session, state))
    return tuple(changes)


def _free_row(row_ends: list[int], *, start: int, end: int) -> int:
    """The first row that is free from `start` on; takes it until `end`."""
    for row, taken_until in enumerate(row_ends):
        if taken_until < start:
            row_ends[row] = end
            return row
    if len(row_ends) < MOST_ROWS:
        row_ends.append(end)
    else:
        row_ends[-1] = max(row_ends[-1], end)
    return len(row_ends) - 1
