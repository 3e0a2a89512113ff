"""What the rules did on simulated series: the figures that are quoted on screen.

Measured by `python -m tools.measure_signals`; docs/signals.md says how, and what they don't say.
"""

from dataclasses import dataclass

from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Kind, Signal


@dataclass(frozen=True, slots=True)
class Figure:
    """`false_alarms` in 100 uneventful sessions; `by_chance` of 100 signals of the kind;
    `timely` of 100 events found in time."""

    false_alarms: float
    by_chance: int
    timely: int


FULL_FORM: dict[Sensitivity, dict[Kind, Figure]] = {
    Sensitivity.CALM: {
        Kind.DROP: Figure(0.96, 45, 38),
        Kind.RECOVERY: Figure(0.75, 64, 32),
        Kind.DECLINE: Figure(0.59, 59, 65),
        Kind.IMPROVEMENT: Figure(0.67, 69, 61),
        Kind.LOW_DOMAIN: Figure(0.35, 53, 82),
        Kind.FLAT: Figure(0.05, 17, 100),
    },
    Sensitivity.USUAL: {
        Kind.DROP: Figure(1.78, 55, 48),
        Kind.RECOVERY: Figure(1.38, 71, 41),
        Kind.DECLINE: Figure(0.88, 66, 72),
        Kind.IMPROVEMENT: Figure(0.97, 75, 67),
        Kind.LOW_DOMAIN: Figure(0.35, 53, 82),
        Kind.FLAT: Figure(0.05, 17, 100),
    },
    Sensitivity.KEEN: {
        Kind.DROP: Figure(2.87, 63, 55),
        Kind.RECOVERY: Figure(2.23, 76, 47),
        Kind.DECLINE: Figure(1.28, 72, 78),
        Kind.IMPROVEMENT: Figure(1.39, 80, 73),
        Kind.LOW_DOMAIN: Figure(0.35, 53, 82),
        Kind.FLAT: Figure(0.05, 17, 100),
    },
}
SHORT_FORM: dict[Sensitivity, dict[Kind, Figure]] = {
    Sensitivity.CALM: {
        Kind.DROP: Figure(1.06, 49, 35),
        Kind.RECOVERY: Figure(0.83, 68, 30),
        Kind.DECLINE: Figure(0.57, 60, 60),
        Kind.IMPROVEMENT: Figure(0.62, 70, 55),
        Kind.LOW_DOMAIN: Figure(0.39, 58, 63),
        Kind.FLAT: Figure(0.15, 33, 100),
    },
    Sensitivity.USUAL: {
        Kind.DROP: Figure(1.98, 59, 45),
        Kind.RECOVERY: Figure(1.55, 74, 38),
        Kind.DECLINE: Figure(0.89, 67, 68),
        Kind.IMPROVEMENT: Figure(0.95, 76, 63),
        Kind.LOW_DOMAIN: Figure(0.39, 58, 63),
        Kind.FLAT: Figure(0.15, 33, 100),
    },
    Sensitivity.KEEN: {
        Kind.DROP: Figure(3.14, 66, 52),
        Kind.RECOVERY: Figure(2.48, 79, 45),
        Kind.DECLINE: Figure(1.28, 72, 75),
        Kind.IMPROVEMENT: Figure(1.35, 80, 70),
        Kind.LOW_DOMAIN: Figure(0.39, 58, 63),
        Kind.FLAT: Figure(0.15, 33, 100),
    },
}
"""The core ten, most of them the only one of their domain."""


def figure_for(signal: Signal) -> Figure:
    """The figure of the form and sensitivity that raised this signal."""
    form = SHORT_FORM if signal.is_sparse else FULL_FORM
    return form[signal.sensitivity][signal.kind]
