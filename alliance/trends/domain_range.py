"""The usual range of each domain, drawn beside today's answers. Never a signal."""

from collections.abc import Mapping
from math import sqrt

from alliance.trends.baseline import Baseline, UsualRange
from alliance.trends.layout import Basis
from alliance.trends.prior import DEFAULT_MEAN, Prior

ONE_ITEM_SPREAD = 18.0
LEAST_START_SPREAD = 8.0
ONE_ITEM_LEAST_SPREAD = 12.0


class DomainRanges:
    """The baseline of every domain of a basis.

    A domain of k items starts at the clinician's mean in that domain (75 if unknown) with a
    spread of max(18 / √k, 8), and its spread never falls below 12 / √k. One item moves in steps
    of 25, so a dot outside its range is a fact on the chart and no signal.
    """

    def __init__(self, basis: Basis, *, starts: Mapping[str, float]) -> None:
        self._baselines = {
            span.domain: _domain_baseline(
                items=span.stop - span.start, start=starts.get(span.domain, DEFAULT_MEAN)
            )
            for span in basis.spans
        }

    def before_next(self) -> dict[str, UsualRange]:
        """The ranges for the session to come, of domains with two scored sessions or more."""
        ranges = {}
        for domain, baseline in self._baselines.items():
            usual = baseline.next_range
            if usual:
                ranges[domain] = usual
        return ranges

    def learn(self, scores: Mapping[str, float]) -> None:
        for domain, score in scores.items():
            self._baselines[domain].learn(score)

    def levels(self) -> dict[str, float]:
        """The level of each domain that has taught enough to start other clients from."""
        return {
            domain: baseline.level
            for domain, baseline in self._baselines.items()
            if baseline.has_learned_enough
        }


def _domain_baseline(*, items: int, start: float) -> Baseline:
    root = sqrt(items)
    return Baseline(
        Prior(mean=start, spread=max(ONE_ITEM_SPREAD / root, LEAST_START_SPREAD)),
        least_spread=ONE_ITEM_LEAST_SPREAD / root,
    )
