"""Ratings to scores from 0 to 100."""

from collections.abc import Collection, Mapping

from alliance.trends.layout import HIGHEST_RATING, Basis, Ratings

LOWEST_SCORE = 0.0
HIGHEST_SCORE = 100.0
SCORE_PER_STEP = 25.0
"""One step on the five-point scale, in points of score."""


def session_score(
    ratings: Ratings, core_ids: Collection[str], reversed_ids: Collection[str] = frozenset()
) -> float | None:
    """The alliance score of one session, 0–100, or None when no core item was rated.

    25 · (mean of the rated core items − 1), a reversed item counted as 6 − rating. "unsure", "na"
    and absent items don't count. Raises ValueError for a number outside 1…5. The scale is ours;
    nothing in the documents validates it, so the score is only ever compared with itself.
    """
    rated = [
        6 - rating if item in reversed_ids else rating
        for item in core_ids
        if isinstance(rating := ratings.get(item), int)
    ]
    if any(not 1 <= rating <= HIGHEST_RATING for rating in rated):
        raise ValueError("a rating is 1, 2, 3, 4 or 5")
    return score_of(sum(rated), len(rated)) if rated else None


def domain_scores(
    ratings: Ratings,
    domains: Mapping[str, Collection[str]],
    reversed_ids: Collection[str] = frozenset(),
) -> dict[str, float]:
    """The same score over the items of each domain; a domain with no rating is left out."""
    scores = {
        domain: session_score(ratings, items, reversed_ids) for domain, items in domains.items()
    }
    return {domain: score for domain, score in scores.items() if score is not None}


def score_of(total: int, rated: int) -> float:
    """A sum of `rated` upright ratings as a score, 0–100."""
    return SCORE_PER_STEP * (total / rated - 1)


def scores_by_domain(upright: bytes, basis: Basis) -> dict[str, float]:
    """Domain scores of answers that `basis` has put in order and turned upright."""
    scores = {}
    for span in basis.spans:
        own = upright[span.start : span.stop]
        rated = len(own) - own.count(0)
        if rated:
            scores[span.domain] = SCORE_PER_STEP * (sum(own) / rated - 1)
    return scores
