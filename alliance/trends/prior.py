"""Where a client's usual range starts, before anything is known of the client."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import sqrt

DEFAULT_MEAN = 75.0
DEFAULT_SPREAD = 6.0
MEAN_WEIGHT = 2
"""How many clients the default mean counts for."""
SPREAD_WEIGHT = 12
"""How many degrees of freedom the default spread counts for."""
LEARNED_ENOUGH = 3
"""Sessions a client must have taught before others start from it."""
SESSIONS_FOR_CLINIC_DEFAULTS = 300


@dataclass(frozen=True, slots=True)
class Prior:
    """Expected level and spread (standard deviation of a session), in points of score.

    `domains` gives a level for each domain that the clinician has a mean for.
    """

    mean: float = DEFAULT_MEAN
    spread: float = DEFAULT_SPREAD
    domains: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Learned:
    """What one client's sessions have taught so far: enough to start other clients from.

    `level` in points; `squares` the sum of squared surprises with `degrees` of freedom;
    `sessions` how many the level rests on; `domains` the level of each domain rated so far.
    """

    level: float
    squares: float
    degrees: int
    sessions: int
    domains: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        return self.sessions >= LEARNED_ENOUGH


def prior_from(others: Iterable[Learned], *, defaults: Prior | None = None) -> Prior:
    """Where a new client of this clinician starts, from the clinician's other clients.

    m₀ = (Σ level + 2 · mean) / (K + 2) and s₀² = (Σ squares + 12 · spread²) / (Σ degrees + 12)
    over the K others with at least three learned sessions; a normal-inverse-gamma prior that
    stands in for a control chart's first phase (Bourazas et al. 2022, J Qual Technol 54). With
    nobody to learn from it is `defaults` (75 and 6). Freeze it at the client's first session.
    """
    defaults = defaults or Prior()
    known = [other for other in others if other.is_enough]
    return Prior(
        mean=weighted_mean(
            sum(other.level for other in known), clients=len(known), defaults=defaults
        ),
        spread=weighted_spread(
            sum(other.squares for other in known),
            degrees=sum(other.degrees for other in known),
            defaults=defaults,
        ),
        domains=_domain_means(known, defaults=defaults),
    )


def weighted_mean(levels: float, *, clients: int, defaults: Prior) -> float:
    """The start level from a sum of `levels` over `clients`."""
    return (levels + MEAN_WEIGHT * defaults.mean) / (clients + MEAN_WEIGHT)


def weighted_spread(squares: float, *, degrees: int, defaults: Prior) -> float:
    """The start spread from a sum of squares with its degrees of freedom."""
    return sqrt((squares + SPREAD_WEIGHT * defaults.spread**2) / (degrees + SPREAD_WEIGHT))


class PriorPool:
    """`prior_from` for a caseload that keeps learning: constant work however many clients.

    It gives level and spread, without the domains.
    """

    def __init__(self, *, defaults: Prior | None = None) -> None:
        self._defaults = defaults or Prior()
        self._known: dict[str, Learned] = {}
        self._levels = 0.0
        self._squares = 0.0
        self._degrees = 0

    def put(self, client: str, learned: Learned) -> None:
        """What this client has taught by now, in place of what it had taught before."""
        before = self._known.pop(client, None)
        if before:
            self._levels -= before.level
            self._squares -= before.squares
            self._degrees -= before.degrees
        if learned.is_enough:
            self._known[client] = learned
            self._levels += learned.level
            self._squares += learned.squares
            self._degrees += learned.degrees

    def prior(self) -> Prior:
        defaults = self._defaults
        return Prior(
            mean=weighted_mean(self._levels, clients=len(self._known), defaults=defaults),
            spread=weighted_spread(self._squares, degrees=self._degrees, defaults=defaults),
        )


def clinic_defaults(everyone: Iterable[Learned]) -> Prior:
    """75 and 6 re-estimated from all of a clinic's clients, once they hold 300 sessions.

    Mean of the levels and pooled spread of the clients with three or more learned sessions.
    Before that, the shipped defaults. Where real spreads are 40 % larger than assumed, a new
    clinician would otherwise see half as many false alarms again.
    """
    known = [learned for learned in everyone if learned.is_enough]
    degrees = sum(learned.degrees for learned in known)
    if degrees < SESSIONS_FOR_CLINIC_DEFAULTS:
        return Prior()
    return Prior(
        mean=sum(learned.level for learned in known) / len(known),
        spread=sqrt(sum(learned.squares for learned in known) / degrees),
    )


def _domain_means(known: list[Learned], *, defaults: Prior) -> dict[str, float]:
    levels: dict[str, list[float]] = {}
    for learned in known:
        for domain, level in learned.domains.items():
            levels.setdefault(domain, []).append(level)
    return {
        domain: weighted_mean(sum(known_levels), clients=len(known_levels), defaults=defaults)
        for domain, known_levels in levels.items()
    }
