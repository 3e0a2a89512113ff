"""What the cards of the library are about: the facets it can be narrowed by."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alliance.catalogue.cards import Card
from alliance.catalogue.load import CURRENT_EDITION, checklist, guidance

# Name in the address → heading, in the order of the page.
HEADINGS: dict[str, Promise] = {
    "domain": _("Domain"),
    "part": _("Bond, goals and tasks"),
    "strategy": _("The eight strategies"),
    "context": _("When"),
    "theme": _("Theme"),
    "support": _("Rests on"),
}
BORDINS_THREE = ("bond", "goals", "tasks")


@dataclass(frozen=True)
class FacetChoice:
    """`count`: the cards it holds for this reader, whatever else is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    heading: str
    choices: tuple[FacetChoice, ...]

    @property
    def chosen_count(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)


def shelves_of(card: Card) -> Mapping[str, tuple[str, ...]]:
    """The values a card has in each facet."""
    return {
        "domain": card.domains,
        "part": card.bordin_parts,
        "strategy": tuple(str(number) for number in card.strategies),
        "context": card.contexts,
        "theme": (card.theme,),
        "support": (card.support,),
    }


@cache
def labels() -> Mapping[str, Mapping[str, str]]:
    """The words of every value that can be chosen, by facet, in the order of the content."""
    asked, cards = checklist(CURRENT_EDITION), guidance(CURRENT_EDITION)
    return {
        "domain": {domain.id: domain.label for domain in asked.domains},
        "part": {part.id: part.label for part in asked.bordin_parts if part.id in BORDINS_THREE},
        "strategy": {str(each.number): each.label for each in asked.strategies},
        "context": {context.id: context.label for context in asked.contexts.values()},
        "theme": cards.themes,
        "support": cards.supports,
    }


def facets_for(
    audiences: tuple[str, ...], *, chosen: Mapping[str, frozenset[str]]
) -> tuple[Facet, ...]:
    """Every facet; values without a card for these audiences are left out."""
    counts = _counts(audiences)
    return tuple(
        Facet(
            name=name,
            heading=str(heading),
            choices=tuple(
                FacetChoice(
                    value=value,
                    label=label,
                    count=counts[name, value],
                    is_chosen=value in chosen.get(name, ()),
                )
                for value, label in labels()[name].items()
                if counts[name, value]
            ),
        )
        for name, heading in HEADINGS.items()
    )


@cache
def _counts(audiences: tuple[str, ...]) -> Counter[tuple[str, str]]:
    return Counter(
        (name, value)
        for card in guidance(CURRENT_EDITION).cards.values()
        if card.audience in audiences
        for name, values in shelves_of(card).items()
        for value in values
    )
