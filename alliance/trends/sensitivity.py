"""How readily signals are raised, as the clinician chose."""

from dataclasses import dataclass
from enum import StrEnum


class Sensitivity(StrEnum):
    CALM = "calm"
    USUAL = "usual"
    KEEN = "keen"


@dataclass(frozen=True)
class Limits:
    """Limits in spreads: how far below its level one session, each of two in a row, or the
    last four together (either way) must lie to be marked."""

    single: float
    pair: float
    trend: float


LIMITS = {
    Sensitivity.CALM: Limits(single=2.6, pair=1.6, trend=2.4),
    Sensitivity.USUAL: Limits(single=2.3, pair=1.4, trend=2.2),
    Sensitivity.KEEN: Limits(single=2.1, pair=1.2, trend=2.0),
}
"""Found on simulated series, never on the development data; docs/signals.md says how."""
