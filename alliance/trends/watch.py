"""Everything that is computed of one series, a session at a time."""

from alliance.trends.baseline import Baseline, Step
from alliance.trends.flat import FlatWatch
from alliance.trends.layout import Basis
from alliance.trends.low_domain import LowDomainWatch
from alliance.trends.prior import Prior
from alliance.trends.sensitivity import LIMITS, Sensitivity
from alliance.trends.signals import Drop, Kind, Signal, dip_evidence
from alliance.trends.trend import TrendWatch


class ScoreWatch:
    """The score against the client's own past: drop, recovery, decline, improvement."""

    __slots__ = ("_is_sparse", "_limits", "_sensitivity", "_trend", "baseline")

    def __init__(self, *, prior: Prior, core_form: Basis) -> None:
        self.baseline = Baseline(prior)
        self._trend = TrendWatch()
        self._is_sparse = core_form.is_sparse
        self._sensitivity = Sensitivity.USUAL
        self._limits = LIMITS[self._sensitivity]

    def feed(self, score: float, *, sensitivity: Sensitivity) -> tuple[Step, list[Signal]]:
        if sensitivity is not self._sensitivity:
            self._sensitivity, self._limits = sensitivity, LIMITS[sensitivity]
        limits = self._limits
        step = self.baseline.feed(score, limits=limits)
        raised: list[Signal] = []
        dip = dip_evidence(step, limits=limits) if step.dip_level is not None else None
        if dip:
            kind = Kind.DROP if isinstance(dip, Drop) else Kind.RECOVERY
            raised.append(Signal(kind, "", sensitivity, self._is_sparse, dip))
        shift = self._trend.feed(step, limits=limits)
        if shift:
            kind = Kind.DECLINE if shift.q < 0 else Kind.IMPROVEMENT
            raised.append(Signal(kind, "", sensitivity, self._is_sparse, shift))
        return step, raised


class AnswerWatch:
    """The single answers: low domain and flat, on one basis."""

    __slots__ = ("_basis", "_flat", "_low_domain")

    def __init__(self, basis: Basis) -> None:
        self._basis = basis
        self._low_domain = LowDomainWatch(basis)
        self._flat = FlatWatch(basis)

    def feed(self, answers: bytes, upright: bytes, *, sensitivity: Sensitivity) -> list[Signal]:
        lows, flat = self._low_domain.feed(upright), self._flat.feed(answers)
        if not lows and flat is None:
            return []
        is_sparse = self._basis.is_sparse
        raised = [Signal(Kind.LOW_DOMAIN, low.domain, sensitivity, is_sparse, low) for low in lows]
        if flat:
            raised.append(Signal(Kind.FLAT, "", sensitivity, is_sparse, flat))
        return raised
