"""What a signal is: a prompt to look, with the numbers that went into it.

A drop is computed here. A rupture is what the clinician marked, and is never computed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import sqrt
from typing import Any

from alliance.trends.baseline import RECOVERED_WITHIN, Phase, Step, UsualRange, range_around
from alliance.trends.flat import Flat, Pattern
from alliance.trends.low_domain import LowDomain
from alliance.trends.sensitivity import Limits, Sensitivity
from alliance.trends.trend import Shift


class Kind(StrEnum):
    DROP = "drop"
    RECOVERY = "recovery"
    DECLINE = "decline"
    IMPROVEMENT = "improvement"
    LOW_DOMAIN = "low_domain"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Drop:
    """A score below the usual range. All in points of score, but z and the limits: in spreads.

    `spread` allows for how well the level is known, so that z = (score − level) / spread.
    """

    score: float
    level: float
    spread: float
    low: float
    high: float
    z: float
    previous_z: float
    single_limit: float
    pair_limit: float

    @property
    def is_pair(self) -> bool:
        """Whether it took two sessions in a row to raise it."""
        return self.z > -self.single_limit


@dataclass(frozen=True, slots=True)
class Recovery:
    """A score back near the level before a dip. In points of score, but `sessions_down`."""

    score: float
    level: float
    spread: float
    back_from: float
    sessions_down: int


type Evidence = Drop | Recovery | Shift | LowDomain | Flat

_EVIDENCE: dict[Kind, type[Evidence]] = {
    Kind.DROP: Drop,
    Kind.RECOVERY: Recovery,
    Kind.DECLINE: Shift,
    Kind.IMPROVEMENT: Shift,
    Kind.LOW_DOMAIN: LowDomain,
    Kind.FLAT: Flat,
}


@dataclass(frozen=True, slots=True)
class Signal:
    """One observation. `detail` is the domain of a low domain, otherwise empty.

    `is_sparse` says whether the items behind it are mostly one to a domain, as the core ten are:
    it decides which measured figures are quoted.
    """

    kind: Kind
    detail: str
    sensitivity: Sensitivity
    is_sparse: bool
    evidence: Evidence

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` turns back into an equal signal."""
        return {
            "kind": self.kind.value,
            "detail": self.detail,
            "sensitivity": self.sensitivity.value,
            "is_sparse": self.is_sparse,
            "numbers": asdict(self.evidence),
        }


def from_json(stored: Mapping[str, Any]) -> Signal:
    """The signal that `to_json` was given. Raises ValueError, KeyError or TypeError for others."""
    kind = Kind(stored["kind"])
    numbers = dict(stored["numbers"])
    if kind is Kind.FLAT:
        numbers["pattern"] = Pattern(numbers["pattern"])
    return Signal(
        kind=kind,
        detail=stored["detail"],
        sensitivity=Sensitivity(stored["sensitivity"]),
        is_sparse=stored["is_sparse"],
        evidence=_EVIDENCE[kind](**numbers),
    )


def dip_evidence(step: Step, *, limits: Limits) -> Drop | Recovery | None:
    """What a step of the baseline tells of a dip: that it began, that it is over, or nothing."""
    if step.phase is Phase.DROPPED:
        usual = range_around(step.level, spread=step.spread, uncertainty=step.uncertainty)
        return _drop(step, usual=usual, limits=limits)
    if step.phase is Phase.BACK and step.dip_level is not None and step.dip_spread is not None:
        return Recovery(
            score=step.score,
            level=step.dip_level,
            spread=step.dip_spread,
            back_from=step.dip_level - RECOVERED_WITHIN * step.dip_spread,
            sessions_down=step.dip_sessions,
        )
    return None


def _drop(step: Step, *, usual: UsualRange, limits: Limits) -> Drop:
    return Drop(
        score=step.score,
        level=step.level,
        spread=step.spread * sqrt(1 + step.uncertainty),
        low=usual.low,
        high=usual.high,
        z=step.z,
        previous_z=step.previous_z,
        single_limit=limits.single,
        pair_limit=limits.pair,
    )
