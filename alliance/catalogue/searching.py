"""Finding cards in the library: by words, and by what they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from alliance.catalogue.cards import Card, Guidance
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.stems import stem, words

MOST_QUERY_WORDS = 12
MOST_QUERY_CHARS = 300
SHORTEST_BEGINNING = 4


class Holds(Protocol):
    """Anything that can say of a card whether to look at it."""

    def holds(self, card: Card) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Which cards to look among. None and absent mean any."""

    domain: str | None = None
    strategy: int | None = None
    bordin: str | None = None
    context: str | None = None
    theme: str | None = None
    support: str | None = None
    audience: str | None = None

    def holds(self, card: Card) -> bool:
        return all(
            (
                self.domain is None or self.domain in card.domains,
                self.strategy is None or self.strategy in card.strategies,
                self.bordin is None or self.bordin in card.bordin_parts,
                self.context is None or self.context in card.contexts,
                self.theme is None or self.theme == card.theme,
                self.support is None or self.support == card.support,
                self.audience is None or self.audience == card.audience,
            )
        )


EVERY_SHELF = Shelf()


@dataclass(frozen=True, slots=True)
class _Entry:
    """The stems of one card, by where they stand."""

    title: frozenset[str]
    text: frozenset[str]
    about: frozenset[str]

    def rank(self, terms: list[frozenset[str]]) -> tuple[int, int, int, int]:
        """How many of the query's words it has: anywhere, in the title, the text, and around it."""
        anywhere = self.title | self.text | self.about
        return (
            _count(terms, anywhere),
            _count(terms, self.title),
            _count(terms, self.text),
            _count(terms, self.about),
        )


def search(
    query: str, *, guidance: Guidance, checklist: Checklist, shelf: Holds = EVERY_SHELF
) -> tuple[Card, ...]:
    """Cards that hold all words of the query in some form, best first.

    Cards with more of the words in the title come first, then in the text, then in the items,
    domains, strategies and contexts they belong to; ties stand as in the file. If no card has all
    the words, those with most of them. Word forms count as the word, and so do longer words that
    begin with a query word of four letters or more. An empty query gives every card of the shelf.
    """
    cards = browse(shelf, guidance=guidance)
    stems = _query_stems(query)
    if not stems:
        return cards if not query.strip() else ()
    index = _index(guidance, checklist)
    vocabulary = _vocabulary(guidance, checklist)
    terms = [_forms(each, vocabulary) for each in stems]
    ranked = [(index[card.id].rank(terms), card) for card in cards]
    most = max((rank[0] for rank, _ in ranked), default=0)
    found = [(rank, card) for rank, card in ranked if rank[0] == most > 0]
    found.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(card for _, card in found)


def browse(shelf: Holds, *, guidance: Guidance) -> tuple[Card, ...]:
    """The cards of a shelf in the order of the file."""
    return tuple(card for card in guidance.cards.values() if shelf.holds(card))


def _query_stems(query: str) -> list[str]:
    found = words(query[:MOST_QUERY_CHARS])
    return [stem(word) for word in dict.fromkeys(found)][:MOST_QUERY_WORDS]


def _forms(term: str, vocabulary: frozenset[str]) -> frozenset[str]:
    if len(term) < SHORTEST_BEGINNING:
        return frozenset({term})
    return frozenset(each for each in vocabulary if each.startswith(term))


def _count(terms: Iterable[frozenset[str]], stems: frozenset[str]) -> int:
    return sum(not term.isdisjoint(stems) for term in terms)


@lru_cache(maxsize=8)
def _index(guidance: Guidance, checklist: Checklist) -> Mapping[str, _Entry]:
    return {
        card.id: _Entry(
            title=_stems(card.title),
            text=_stems(card.body, card.try_text, card.caution),
            about=_stems(*_surroundings(card, guidance=guidance, checklist=checklist)),
        )
        for card in guidance.cards.values()
    }


@lru_cache(maxsize=8)
def _vocabulary(guidance: Guidance, checklist: Checklist) -> frozenset[str]:
    entries = _index(guidance, checklist).values()
    return frozenset().union(*(entry.title | entry.text | entry.about for entry in entries))


def _stems(*texts: str) -> frozenset[str]:
    return frozenset(stem(word) for text in texts for word in words(text))


def _surroundings(card: Card, *, guidance: Guidance, checklist: Checklist) -> list[str]:
    domains = [domain.label for domain in checklist.domains if domain.id in card.domains]
    strategies = [each.label for each in checklist.strategies if each.number in card.strategies]
    contexts = [checklist.contexts[tag].label for tag in card.contexts]
    return [
        guidance.themes[card.theme],
        *domains,
        *strategies,
        *contexts,
        *_item_wordings(card, checklist),
    ]


def _item_wordings(card: Card, checklist: Checklist) -> list[str]:
    # A card for every item is about none in particular.
    rules = [rule for rule in card.when if not rule.is_for_every_item]
    items = [checklist.item(item_id) for rule in rules for item_id in rule.items]
    return [
        wording
        for item in items
        for wording in (item.text, *(variant.text for variant in item.variants))
    ]
