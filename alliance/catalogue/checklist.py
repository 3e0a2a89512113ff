"""One edition of the checklist: everything that the log form and the brief ask."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from alliance.catalogue.contexts import Context
from alliance.catalogue.items import (
    BordinPart,
    Domain,
    Item,
    Scale,
    Strategy,
    UnknownItem,
    check_answer,
)
from alliance.catalogue.ruptures import RuptureEntry

type Form = Literal["core", "full"]
"""The ten core items, or all twenty."""


@dataclass(frozen=True, slots=True)
class ReviewOption:
    """One answer to the question how last time's intention went."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Intention:
    """The one thing to try next session, and how the next log asks about it."""

    label: str
    help: str
    max_chars: int
    starters: tuple[str, ...]
    review_question: str
    review_options: tuple[ReviewOption, ...]
    claims: tuple[str, ...]
    provenance_note: str


@dataclass(frozen=True, slots=True)
class PreparationPrompt:
    """A question for the brief before a session. Without contexts it fits any session."""

    id: str
    text: str
    claims: tuple[str, ...]
    contexts: tuple[str, ...]
    support: str


@dataclass(frozen=True, eq=False)
class Checklist:
    """A numbered version of domains and items. Compared by identity: it is loaded once."""

    edition: int
    scale: Scale
    domains: tuple[Domain, ...]
    bordin_parts: tuple[BordinPart, ...]
    strategies: tuple[Strategy, ...]
    contexts: Mapping[str, Context]
    items: tuple[Item, ...]
    extras: tuple[Item, ...]
    rupture_entry: RuptureEntry
    intention: Intention
    preparation_prompts: tuple[PreparationPrompt, ...]
    reasons: Mapping[str, Mapping[str, str]]

    @cached_property
    def items_and_extras(self) -> Mapping[str, Item]:
        """Every item that can be answered, by id, in the order of the form."""
        return {item.id: item for item in (*self.items, *self.extras)}

    @cached_property
    def core(self) -> tuple[Item, ...]:
        """The items of the short form, whose mean draws the line on the charts."""
        return tuple(item for item in self.items if item.is_core)

    @cached_property
    def core_ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.core)

    @cached_property
    def reversed_ids(self) -> frozenset[str]:
        """Items of which a high rating counts against the session."""
        return frozenset(item.id for item in self.items if item.is_reversed)

    @cached_property
    def _domains_by_id(self) -> Mapping[str, Domain]:
        return {domain.id: domain for domain in self.domains}

    def item(self, item_id: str) -> Item:
        """The item or extra with this id. Raises UnknownItem."""
        try:
            return self.items_and_extras[item_id]
        except KeyError:
            raise UnknownItem(item_id=item_id) from None

    def items_for(self, form: Form) -> tuple[Item, ...]:
        """The items of the short or the full form, in order, without extras."""
        if form not in ("core", "full"):
            raise ValueError(f"There is no form {form!r}.")
        return self.core if form == "core" else self.items

    def extras_for(self, contexts: Collection[str]) -> tuple[Item, ...]:
        """The extra items that these contexts bring."""
        return tuple(
            extra for extra in self.extras if any(tag in contexts for tag in extra.contexts)
        )

    def items_in(self, domain_id: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.domain == domain_id)

    def domain_of(self, item_id: str) -> Domain | None:
        """The item's domain, or None for an extra. Raises UnknownItem."""
        domain_id = self.item(item_id).domain
        return None if domain_id is None else self._domains_by_id[domain_id]

    def prompts_for(self, contexts: Collection[str]) -> tuple[PreparationPrompt, ...]:
        """The prompts that fit these contexts, those made for them first."""
        made_for = [
            prompt
            for prompt in self.preparation_prompts
            if any(tag in contexts for tag in prompt.contexts)
        ]
        general = [prompt for prompt in self.preparation_prompts if not prompt.contexts]
        return (*made_for, *general)

    def check_ratings(self, ratings: Mapping[str, object]) -> None:
        """Raises an InvalidRating unless every answer is one that this checklist offers.

        Known item ids only, each with 1 to 5, `unsure`, or `na` where the item offers it.
        """
        for item_id, answer in ratings.items():
            check_answer(self.item(item_id), answer)
