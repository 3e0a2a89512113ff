"""Which items a checklist asks, how they group into domains, and a log's answers in that order."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

HIGHEST_RATING = 5
SPARSE_BELOW = 1.5
"""Items per domain under which a form counts as sparse, as the ten core items do."""

_REFUSED = HIGHEST_RATING + 1

type Ratings = Mapping[str, int | str]
"""Item id → 1…5, "unsure" or "na"; an item without an answer is absent."""


@dataclass(frozen=True)
class DomainSpan:
    """Where the items of one domain lie in the answers of a basis."""

    domain: str
    start: int
    stop: int


@dataclass(frozen=True)
class Basis:
    """The items that one calculation looks at, domain by domain."""

    items: tuple[str, ...]
    spans: tuple[DomainSpan, ...]
    reversed_at: tuple[int, ...] = ()

    @cached_property
    def is_sparse(self) -> bool:
        """Whether most domains have a single item, which calls for the rules of the short form."""
        return len(self.items) < SPARSE_BELOW * len(self.spans)

    def answers(self, ratings: Ratings) -> bytes:
        """One byte an item, in order: 1…5 as it was answered, 0 where there is no rating.

        "unsure", "na", absent items and items of other checklists are no rating. Raises
        ValueError for a number outside 1…5.
        """
        get = ratings.get
        answers = bytes(
            [
                0 if isinstance(rating, str) else _REFUSED if rating < 1 else rating
                for rating in [get(item, "") for item in self.items]
            ]
        )
        if answers and max(answers) > HIGHEST_RATING:
            raise ValueError("a rating is 1, 2, 3, 4 or 5")
        return answers

    def upright(self, answers: bytes) -> bytes:
        """The same answers with reversed items counted as 6 − rating."""
        if not self.reversed_at:
            return answers
        turned = bytearray(answers)
        for at in self.reversed_at:
            if turned[at]:
                turned[at] = HIGHEST_RATING + 1 - turned[at]
        return bytes(turned)


@dataclass(frozen=True)
class Layout:
    """One edition of a checklist as the calculations need it.

    `domains` maps domain id → item ids in the order of the checklist; `core` are the items of the
    alliance score; `reversed_items` those where a high rating says little of the alliance.
    """

    domains: Mapping[str, tuple[str, ...]]
    core: frozenset[str]
    reversed_items: frozenset[str] = frozenset()

    @cached_property
    def whole_form(self) -> Basis:
        """Every item of the checklist; the core form itself where all items are core."""
        every = frozenset(item for items in self.domains.values() for item in items)
        return self.core_form if every == self.core else self._basis(every)

    @cached_property
    def core_form(self) -> Basis:
        """The core items only."""
        return self._basis(self.core)

    def _basis(self, wanted: frozenset[str]) -> Basis:
        items: list[str] = []
        spans: list[DomainSpan] = []
        for domain, asked in self.domains.items():
            rated = [item for item in asked if item in wanted]
            if rated:
                spans.append(DomainSpan(domain, len(items), len(items) + len(rated)))
                items += rated
        reversed_at = tuple(at for at, item in enumerate(items) if item in self.reversed_items)
        return Basis(tuple(items), tuple(spans), reversed_at)
