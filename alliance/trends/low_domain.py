"""A domain that has sat below the others for four sessions."""

from dataclasses import dataclass

from alliance.trends.layout import Basis
from alliance.trends.scores import SCORE_PER_STEP

RATED_SESSIONS = 4
GAP = 20.0
"""How far the domain's mean must lie below the mean of all other items, in points."""
SPARSE_GAP = 25.0
"""The same where most domains have one item, which moves in steps of 25."""
OWN_AT_MOST = 70.0
SESSION_GAP = 10.0
SESSIONS_BELOW = 3
REARM_BELOW_GAP = 10.0
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class LowDomain:
    """Means over the domain's last four rated sessions, in points of score."""

    domain: str
    own: float
    others: float
    gap_limit: float
    own_limit: float
    sessions_below: int


class _Window:
    """The last four rated sessions of one domain."""

    __slots__ = ("gaps", "is_said", "owns")

    def __init__(self) -> None:
        self.owns: list[float] = []
        self.gaps: list[float] = []
        self.is_said = False


class LowDomainWatch:
    """Feed it upright answers in order; it tells which domains have come to sit low."""

    __slots__ = ("_gap_limit", "_spans")

    def __init__(self, basis: Basis) -> None:
        self._spans = [(span.domain, span.start, span.stop, _Window()) for span in basis.spans]
        self._gap_limit = SPARSE_GAP if basis.is_sparse else GAP

    def feed(self, upright: bytes) -> list[LowDomain]:
        """The domains to tell of after this session, each once until its gap closes."""
        told: list[LowDomain] = []
        total = sum(upright)
        rated = len(upright) - upright.count(0)
        for domain, start, stop, window in self._spans:
            answers = upright[start:stop]
            own_rated = stop - start - answers.count(0)
            if not own_rated or own_rated == rated:
                continue
            own_total = sum(answers)
            own = own_total / own_rated
            owns, gaps = window.owns, window.gaps
            owns.append(own)
            gaps.append((total - own_total) / (rated - own_rated) - own)
            if len(owns) > RATED_SESSIONS:
                del owns[0], gaps[0]
            elif len(owns) < RATED_SESSIONS:
                continue
            gap = (gaps[0] + gaps[1] + gaps[2] + gaps[3]) * (SCORE_PER_STEP / RATED_SESSIONS)
            if window.is_said:
                window.is_said = gap >= REARM_BELOW_GAP
            elif gap > self._gap_limit - _ROUNDING:
                low = self._low(domain, window, gap=gap)
                if low:
                    window.is_said = True
                    told.append(low)
        return told

    def _low(self, domain: str, window: _Window, *, gap: float) -> LowDomain | None:
        own = SCORE_PER_STEP * (sum(window.owns) / RATED_SESSIONS - 1)
        below = sum(each * SCORE_PER_STEP > SESSION_GAP for each in window.gaps)
        if own > OWN_AT_MOST + _ROUNDING or below < SESSIONS_BELOW:
            return None
        return LowDomain(domain, own, own + gap, self._gap_limit, OWN_AT_MOST, below)
