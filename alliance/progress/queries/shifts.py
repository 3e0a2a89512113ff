"""Whether a decline or improvement is still borne out by the latest session."""

from collections.abc import Sequence

from alliance.trends.signals import Signal
from alliance.trends.trend import Shift


def is_over(signal: Signal | None, *, scores: Sequence[float | None]) -> bool:
    """Whether the latest session lies beyond the level that a shift was raised against.

    Such a shift is still to be found in its log; to say it of now would contradict the chart.
    """
    shift = signal.evidence if signal else None
    scored = [score for score in scores if score is not None]
    if not isinstance(shift, Shift) or not scored:
        return False
    return scored[-1] >= shift.level if shift.q < 0 else scored[-1] <= shift.level
