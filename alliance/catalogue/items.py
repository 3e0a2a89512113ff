"""The statements a clinician rates, and the scale they are rated on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

type Answer = int | str
"""1 to 5, or UNSURE, or NOT_APPLICABLE."""

type Ratings = Mapping[str, Answer]
"""Answers of one log by item id; unanswered items are absent."""

UNSURE: Final = "unsure"
NOT_APPLICABLE: Final = "na"

LOWEST_RATING: Final = 1
HIGHEST_RATING: Final = 5

HIGHEST_LOW: Final = 2
"""An adjusted rating of 1 or 2 is low. A cut-off of our own design; no document gives one."""

MIDDLING: Final = 3


@dataclass(frozen=True, slots=True)
class Domain:
    """A group of items, such as welcome or non-judgment."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class BordinPart:
    """Bordin's bond, goals and tasks, with `any` and `supporting` for what fits none alone.

    The documents name the three parts. Placing items under them is our reading: for finding
    one's way, never for scoring.
    """

    id: str
    label: str
    about: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the eight strategies of document 001, in our own words."""

    number: int
    label: str
    claim: str


@dataclass(frozen=True, slots=True)
class Variant:
    """Wording that replaces an item's text in one context."""

    context: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The rating words. `words` runs from rating 1 to rating 5."""

    question: str
    words: tuple[str, ...]
    unsure: str
    not_applicable: str

    @property
    def points(self) -> tuple[tuple[int, str], ...]:
        """Rating and word, lowest first."""
        return tuple(enumerate(self.words, start=LOWEST_RATING))

    def word(self, answer: Answer) -> str:
        """The words for one answer: 1 to 5, `unsure` or `na`. Anything else is a KeyError."""
        if isinstance(answer, int):
            return dict(self.points)[answer]
        return {UNSURE: self.unsure, NOT_APPLICABLE: self.not_applicable}[answer]


@dataclass(frozen=True, slots=True)
class Item:
    """One statement about a session. Extras have no domain: they show in their contexts only."""

    id: str
    text: str
    help: str
    domain: str | None
    is_core: bool
    is_reversed: bool
    not_applicable_label: str | None
    bordin: str | None
    strategies: tuple[int, ...]
    claims: tuple[str, ...]
    support: str
    note: str
    variants: tuple[Variant, ...]
    contexts: tuple[str, ...]

    @property
    def is_extra(self) -> bool:
        return self.domain is None

    def wording(self, contexts: Collection[str] = ()) -> str:
        """The statement as it stands in these contexts: the first variant listed that fits."""
        for variant in self.variants:
            if variant.context in contexts:
                return variant.text
        return self.text

    def adjusted(self, rating: int) -> int:
        """The rating with 5 always the good end: 6 minus the rating where the item is reversed."""
        if self.is_reversed:
            return LOWEST_RATING + HIGHEST_RATING - rating
        return rating


class InvalidRating(ValueError):
    """An answer that the checklist doesn't offer. The message never repeats the answer."""

    def __init__(self, reason: str, *, item_id: str) -> None:
        super().__init__(reason)
        self.item_id = item_id


class UnknownItem(InvalidRating):
    """The checklist has no such item."""

    def __init__(self, *, item_id: str) -> None:
        super().__init__("The checklist has no such item.", item_id=item_id)


class NotOnScale(InvalidRating):
    """The answer is neither 1 to 5 nor one of the two others."""

    def __init__(self, *, item_id: str) -> None:
        super().__init__("The answer is not on the scale.", item_id=item_id)


class NotApplicableNotOffered(InvalidRating):
    """The item has no 'does not apply'."""

    def __init__(self, *, item_id: str) -> None:
        super().__init__("This item does not offer 'does not apply'.", item_id=item_id)


def check_answer(item: Item, answer: object) -> None:
    """Raises NotOnScale or NotApplicableNotOffered unless the item offers this answer."""
    if answer == NOT_APPLICABLE and item.not_applicable_label is None:
        raise NotApplicableNotOffered(item_id=item.id)
    if answer in (UNSURE, NOT_APPLICABLE):
        return
    # True would pass for 1, and 3.0 for 3.
    if type(answer) is not int or not LOWEST_RATING <= answer <= HIGHEST_RATING:
        raise NotOnScale(item_id=item.id)
