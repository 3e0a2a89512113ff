"""Slow change: the last four sessions together against what was known before them."""

from dataclasses import dataclass
from math import sqrt

from alliance.trends.baseline import Phase, Step
from alliance.trends.sensitivity import LIMITS, Limits, Sensitivity

TREND_SESSIONS = 4
FIRST_TREND_SESSION = 6
REARM_BELOW = 1.1
REARM_AFTER_SESSIONS = 6
_CLIP = 2.0
_USUAL = LIMITS[Sensitivity.USUAL]


@dataclass(frozen=True, slots=True)
class Shift:
    """The last four sessions lie apart from the level before them.

    `mean` of the four and `level` before them in points; `spread` in points; `q` the distance in
    spreads of such a mean (negative: lower), each session counted for two spreads at most.
    """

    mean: float
    level: float
    spread: float
    q: float
    limit: float


class _Side:
    """Whether decline (or improvement) has been said, so that it is said once."""

    __slots__ = ("said_at",)

    def __init__(self) -> None:
        self.said_at: int | None = None

    def fires(self, distance: float, *, limit: float, number: int, is_barred: bool) -> bool:
        said_at = self.said_at
        if said_at is not None and (
            distance < REARM_BELOW or number - said_at >= REARM_AFTER_SESSIONS
        ):
            self.said_at = said_at = None
        if said_at is not None or distance < limit or is_barred:
            return False
        self.said_at = number
        return True


class TrendWatch:
    """Feed it the steps of a baseline in order; it tells when four together have moved."""

    __slots__ = ("_decline", "_improvement", "_last_back", "_steps")

    def __init__(self) -> None:
        self._steps: list[Step] = []
        self._decline = _Side()
        self._improvement = _Side()
        self._last_back: int | None = None

    def feed(self, step: Step, *, limits: Limits = _USUAL) -> Shift | None:
        """The shift to tell of, or None: q ≤ −limit is a decline, q ≥ limit an improvement.

        A decline is not told while one of the four belongs to a dip that has been recovered from.
        It is told once, and again only after |q| fell below 1.1 or six sessions went by.
        """
        steps = self._steps
        steps.append(step)
        if step.phase is Phase.BACK:
            self._last_back = step.number
        if step.number < FIRST_TREND_SESSION:
            return None
        del steps[:-TREND_SESSIONS]
        q = self._distance()
        number, limit = step.number, limits.trend
        falls = self._decline.fires(
            -q, limit=limit, number=number, is_barred=self._holds_recovered_dip(number)
        )
        rises = self._improvement.fires(q, limit=limit, number=number, is_barred=False)
        if not (falls or rises):
            return None
        mean = sum(each.score for each in steps) / TREND_SESSIONS
        return Shift(mean=mean, level=steps[0].level, spread=steps[0].spread, q=q, limit=limit)

    def _distance(self) -> float:
        steps = self._steps
        first = steps[0]
        level, spread = first.level, first.spread
        total = 0.0
        for step in steps:
            apart = (step.score - level) / spread
            total += _CLIP if apart > _CLIP else -_CLIP if apart < -_CLIP else apart
        return total / TREND_SESSIONS / sqrt(1 / TREND_SESSIONS + first.uncertainty)

    def _holds_recovered_dip(self, number: int) -> bool:
        """The session before the recovering one is the last of the dip."""
        return self._last_back is not None and number - self._last_back < TREND_SESSIONS - 1
