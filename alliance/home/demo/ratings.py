"""Made-up ratings that move as those of a real client do: around a level of their own."""

from collections.abc import Collection, Iterable
from random import Random

from alliance.catalogue.items import Item
from alliance.logbook.entries import Rating

ITEM_SPREAD = 0.35
"""How far one statement lies from the others of this client, in ratings."""
MEMORY = 0.5
"""How much of one session's mood is left in the next."""
UNSURE_SHARE = 0.015
NO_STRAIN_SHARE = 0.6
STRAIN_ITEMS = frozenset({"repair-noticed", "repair-step"})


class Course:
    """One client, rated a session at a time. The same source of chance gives the same ratings."""

    def __init__(self, chance: Random, *, wobble: float, stray: float) -> None:
        """`wobble` is the spread of the session's mood, in points of score; `stray` how far one
        answer strays from where its statement lies, in ratings.
        """
        self._chance = chance
        self._wobble = wobble
        self._stray = stray
        self._mood = 0.0
        self._places: dict[str, float] = {}

    def next_ratings(
        self,
        items: Iterable[Item],
        *,
        level: float,
        low: Collection[str] = (),
        is_strained: bool = False,
    ) -> dict[str, Rating]:
        """Ratings around `level` (points of score, 0–100), those of `low` two lower."""
        self._mood = MEMORY * self._mood + self._chance.gauss(0, self._wobble)
        middle = 1 + (level + self._mood) / 25
        return {
            item.id: self._answer(item, middle - 2 * (item.id in low), is_strained=is_strained)
            for item in items
        }

    def _answer(self, item: Item, middle: float, *, is_strained: bool) -> Rating:
        chance = self._chance
        if item.not_applicable_label and not is_strained and chance.random() < NO_STRAIN_SHARE:
            return "na"
        if chance.random() < UNSURE_SHARE and item.id not in STRAIN_ITEMS:
            return "unsure"
        place = self._places.get(item.id)
        if place is None:
            place = self._places[item.id] = chance.gauss(0, ITEM_SPREAD)
        rating = min(max(round(middle + place + chance.gauss(0, self._stray)), 1), 5)
        return 6 - rating if item.is_reversed else rating
