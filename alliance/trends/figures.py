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


MEASURED = {}


def figure_for(signal: Signal) -> Figure:
    """The figure of the form and sensitivity that raised this signal."""
    return MEASURED[signal.is_sparse][signal.sensitivity][signal.kind]
