"""Which answer came nearest to standing out, when none did."""

from collections.abc import Mapping

from alliance.catalogue.items import HIGHEST_RATING
from alliance.catalogue.situations import Situation

USUAL_KNOWN_FROM = 3
"""The session from which this client's usual is known well enough to compare with."""


def nearest_items(ratings: Mapping[str, int], *, situation: Situation) -> list[str]:
    """The items furthest below this client's usual, else those with the lowest answer.

    `ratings` are adjusted. Several items when they tie; none when every answer is Fully.
    """
    below_fully = {item: rating for item, rating in ratings.items() if rating < HIGHEST_RATING}
    if not below_fully:
        return []
    gaps = _gaps_below_usual(below_fully, situation)
    if gaps:
        widest = max(gaps.values())
        return [item for item, gap in gaps.items() if gap == widest]
    lowest = min(below_fully.values())
    return [item for item, rating in below_fully.items() if rating == lowest]


def _gaps_below_usual(ratings: Mapping[str, int], situation: Situation) -> dict[str, float]:
    if situation.session_number < USUAL_KNOWN_FROM:
        return {}
    gaps = {
        item: situation.usual[item] - rating
        for item, rating in ratings.items()
        if item in situation.usual
    }
    return {item: gap for item, gap in gaps.items() if gap > 0}
