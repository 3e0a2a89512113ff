"""A client's own usual range, learned a session at a time, and the drops below it.

The rule is a self-starting control chart with a prior: Eubanks-Carter, Gorman & Muran 2012
(Psychother Res 22:621) and Lipner et al. 2022 put alliance ratings on control charts; Hawkins &
Olwell let a chart learn while it runs; Bourazas et al. 2022 (J Qual Technol 54) give it a prior
in place of a first phase. Figures and limits: docs/signals.md.
"""

from collections.abc import Mapping
from enum import StrEnum
from math import sqrt
from typing import NamedTuple

from alliance.trends.prior import LEARNED_ENOUGH, Learned, Prior
from alliance.trends.scores import HIGHEST_SCORE, LOWEST_SCORE
from alliance.trends.sensitivity import LIMITS, Limits, Sensitivity

LEAST_SPREAD = 3.0
RANGE_WIDTH = 1.4
"""Half the width of the usual range, in spreads: two sessions in three lie inside 1.0, six in
seven inside 1.4 when nothing happens."""
FIRST_RANGED_SESSION = 3
RECOVERED_WITHIN = 0.5
"""A score is back when it is no more than this many spreads below the level before the drop."""
EPISODE_SESSIONS = 6
"""A dip that lasts this long is the new level."""
_SURPRISE_LIMIT = 2.5
_LEAST_GAIN = 0.05
_PRIOR_DEGREES = 6
_NEW_LEVEL_SESSIONS = 3
_USUAL = LIMITS[Sensitivity.USUAL]


class Phase(StrEnum):
    """Where a session stands with regard to a dip."""

    USUAL = "usual"
    DROPPED = "dropped"
    DOWN = "down"
    BACK = "back"
    NEW_LEVEL = "new_level"


# Range and step are named tuples: a frozen dataclass takes five times as long to make, and there
# is one step a session and one range a session and domain.
class UsualRange(NamedTuple):
    """Where this client's score normally lies, in points of score."""

    low: float
    high: float


class Step(NamedTuple):
    """One scored session against what was known before it.

    `level` and `spread` in points; `uncertainty` is the variance of the level in squared spreads;
    `z` is the distance from the level in spreads that allow for that uncertainty. `number` counts
    scored sessions from 1. In a dip `dip_level` and `dip_spread` are those from before the dip.
    """

    number: int
    score: float
    level: float
    spread: float
    uncertainty: float
    z: float
    previous_z: float
    phase: Phase
    dip_level: float | None = None
    dip_spread: float | None = None
    dip_sessions: int = 0

    @property
    def usual_range(self) -> UsualRange | None:
        """The range as it stood before this session; None before the third."""
        if self.number < FIRST_RANGED_SESSION:
            return None
        return range_around(self.level, spread=self.spread, uncertainty=self.uncertainty)


def range_around(level: float, *, spread: float, uncertainty: float) -> UsualRange:
    """level ± 1.4 · spread · √(1 + uncertainty), clipped to 0–100."""
    reach = RANGE_WIDTH * spread * sqrt(1 + uncertainty)
    low, high = level - reach, level + reach
    return UsualRange(
        low if low > LOWEST_SCORE else LOWEST_SCORE, high if high < HIGHEST_SCORE else HIGHEST_SCORE
    )


def is_drop(z: float, previous_z: float, *, limits: Limits = _USUAL) -> bool:
    """Whether a session at `z` spreads from the level, after one at `previous_z`, is a drop."""
    return z <= -limits.pair and (z <= -limits.single or previous_z <= -limits.pair)


class _Dip:
    """An open episode: what was usual before it, and its scores so far."""

    __slots__ = ("level", "scores", "spread")

    def __init__(self, *, level: float, spread: float, score: float) -> None:
        self.level = level
        self.spread = spread
        self.scores = [score]


class Baseline:
    """The usual level and spread of one series. Feed it scored sessions in order."""

    __slots__ = (
        "_dip",
        "_least_spread",
        "_prior_squares",
        "_previous_z",
        "degrees",
        "level",
        "number",
        "sessions",
        "spread",
        "squares",
        "uncertainty",
    )

    def __init__(self, prior: Prior, *, least_spread: float = LEAST_SPREAD) -> None:
        self.level = prior.mean
        self.spread = max(prior.spread, least_spread)
        self.uncertainty = 1.0
        self.number = 0
        self.sessions = 0
        self._least_spread = least_spread
        self._prior_squares = _PRIOR_DEGREES * prior.spread**2
        self.squares = 0.0
        self.degrees = 0
        self._previous_z = 0.0
        self._dip: _Dip | None = None

    def learned(self, domains: Mapping[str, float] | None = None) -> Learned:
        """What it has learned so far, with the `domains` levels that others learned beside it."""
        return Learned(self.level, self.squares, self.degrees, self.sessions, domains or {})

    @property
    def has_learned_enough(self) -> bool:
        """Whether other clients may start from it."""
        return self.sessions >= LEARNED_ENOUGH

    @property
    def next_range(self) -> UsualRange | None:
        """The usual range for the session to come; None before the third."""
        if self.number + 1 < FIRST_RANGED_SESSION:
            return None
        return range_around(self.level, spread=self.spread, uncertainty=self.uncertainty)

    def feed(self, score: float, *, limits: Limits = _USUAL) -> Step:
        """Compare one score (0–100) with what was known before it, then learn from it."""
        level, spread, uncertainty = self.level, self.spread, self.uncertainty
        previous_z, dip = self._previous_z, self._dip
        z = (score - level) / (spread * sqrt(1 + uncertainty))
        phase = self.learn(score, limits=limits)
        dip = dip or self._dip
        if dip is None:
            return Step(self.number, score, level, spread, uncertainty, z, previous_z, phase)
        return Step(
            self.number,
            score,
            level,
            spread,
            uncertainty,
            z,
            previous_z,
            phase,
            dip_level=dip.level,
            dip_spread=dip.spread,
            dip_sessions=len(dip.scores),
        )

    def learn(self, score: float, *, limits: Limits = _USUAL) -> Phase:
        """As `feed`, for those who need what was learned and not the step."""
        self.number += 1
        dip = self._dip
        unit = self.spread * sqrt(1 + self.uncertainty)
        z = (score - self.level) / unit
        phase = self._dip_phase(dip, score) if dip else self._usual_phase(score, z, limits)
        if dip and phase is Phase.NEW_LEVEL:
            self._start_again_from(dip)
        elif phase is not Phase.DOWN:
            self._take_in(score, unit=unit, moves_level=phase is not Phase.DROPPED)
        self._previous_z = 0.0 if dip or phase is Phase.DROPPED else z
        return phase

    def _usual_phase(self, score: float, z: float, limits: Limits) -> Phase:
        if self.number < FIRST_RANGED_SESSION or not is_drop(z, self._previous_z, limits=limits):
            return Phase.USUAL
        self._dip = _Dip(level=self.level, spread=self.spread, score=score)
        return Phase.DROPPED

    def _dip_phase(self, dip: _Dip, score: float) -> Phase:
        if score >= dip.level - RECOVERED_WITHIN * dip.spread:
            self._dip = None
            return Phase.BACK
        dip.scores.append(score)
        return Phase.NEW_LEVEL if len(dip.scores) >= EPISODE_SESSIONS else Phase.DOWN

    def _take_in(self, score: float, *, unit: float, moves_level: bool) -> None:
        reach = _SURPRISE_LIMIT * unit
        surprise = min(max(score - self.level, -reach), reach)
        uncertainty = self.uncertainty
        self.squares += surprise * surprise / (1 + uncertainty)
        self.degrees += 1
        if moves_level:
            gain = max(1 / (self.sessions + 2), _LEAST_GAIN)
            self.level += gain * surprise
            self.uncertainty = (1 - gain) ** 2 * uncertainty + gain * gain
            self.sessions += 1
        spread = sqrt((self._prior_squares + self.squares) / (_PRIOR_DEGREES + self.degrees))
        self.spread = spread if spread > self._least_spread else self._least_spread

    def _start_again_from(self, dip: _Dip) -> None:
        self.level = sum(dip.scores) / len(dip.scores)
        self.sessions = _NEW_LEVEL_SESSIONS
        self.uncertainty = 1 / (_NEW_LEVEL_SESSIONS + 1)
        self._dip = None
