"""One guidance card to read: what it says, when it is offered and what it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

from alliance.catalogue.cards import SAY, Card
from alliance.catalogue.claims import Claim, Document
from alliance.catalogue.load import CURRENT_EDITION, checklist, claims, evidence, guidance
from alliance.logbook.queries.card_history import own_histories
from alliance.people.models import Membership
from alliance.progress.queries.guidance import audiences_of, bookmarks_of
from alliance.progress.queries.guidance_occasions import Occasion, occasions
from alliance.progress.queries.guidance_words import opening

MOST_RELATED = 3


@dataclass(frozen=True)
class Ground:
    """One claim that a card rests on, with what there is to know about the text it comes from."""

    claim: Claim
    origin: str


@dataclass(frozen=True)
class Source:
    """A document and what the card takes from it."""

    document: Document
    grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Related:
    id: str
    title: str
    opening: str


@dataclass(frozen=True)
class CardPage:
    card: Card
    theme: str
    occasions: tuple[Occasion, ...]
    only_in: str
    raised_in: str
    strategies: tuple[str, ...]
    support: str
    sources: tuple[Source, ...]
    related: tuple[Related, ...]
    footer: str
    is_bookmarked: bool
    history: str

    @property
    def is_said(self) -> bool:
        """Whether what to try is a sentence to say rather than something to do."""
        return self.card.try_kind == SAY


def card_page(card: Card, *, reader: Membership) -> CardPage:
    """Two queries: for the bookmark, and what became of the card with the reader's clients."""
    asked, cards = checklist(CURRENT_EDITION), guidance(CURRENT_EDITION)
    return CardPage(
        card=card,
        theme=cards.themes[card.theme],
        occasions=tuple(occasions(card, checklist=asked)),
        only_in=", ".join(asked.contexts[context].label for context in card.only_in),
        raised_in=", ".join(asked.contexts[context].label for context in card.raised_in),
        strategies=tuple(
            strategy.label for strategy in asked.strategies if strategy.number in card.strategies
        ),
        support=cards.supports[card.support],
        sources=tuple(_sources(card)),
        related=tuple(_related(card, audiences=audiences_of(reader))),
        footer=cards.limits.card_footer,
        is_bookmarked=card.id in bookmarks_of(reader),
        history=own_histories(reader, cards=[card.id]).get(card.id, ""),
    )


def _sources(card: Card) -> Iterator[Source]:
    """Documents in their order, the claims of each in the order of the card."""
    known = claims()
    for document in evidence().documents.values():
        grounds = [
            Ground(claim=known[claim_id], origin=_origin(known[claim_id]))
            for claim_id in card.claims
            if known[claim_id].document == document
        ]
        if grounds:
            yield Source(document=document, grounds=tuple(grounds))


def _origin(claim: Claim) -> str:
    """The sort of text a claim comes from; and how it was read, where that is not plain."""
    words = evidence()
    said = [words.voices[claim.voice]]
    if claim.integrity != "clean":
        said.append(words.integrity[claim.integrity])
    if claim.confidence == "low":
        said.append(words.confidence[claim.confidence])
    return ". ".join(said) + "."


def _related(card: Card, *, audiences: tuple[str, ...]) -> list[Related]:
    """Cards for the same items, strategies and contexts, those that share most first."""
    own = _subjects(card)
    others = [
        (len(own & _subjects(other)), other)
        for other in guidance(CURRENT_EDITION).cards.values()
        if other.id != card.id and other.audience in audiences
    ]
    near = sorted((pair for pair in others if pair[0]), key=lambda pair: pair[0], reverse=True)
    return [
        Related(id=other.id, title=other.title, opening=opening(other.body))
        for _shared, other in near[:MOST_RELATED]
    ]


def _subjects(card: Card) -> frozenset[str]:
    """What a card is about, as codes to compare. One for every item is about none."""
    items = (item for rule in card.when if not rule.is_for_every_item for item in rule.items)
    strategies = (f"strategy {number}" for number in card.strategies)
    return frozenset([f"theme {card.theme}", *items, *strategies, *card.contexts])
