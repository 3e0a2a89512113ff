"""What the four documents support and what they don't."""

from collections.abc import Iterator
from dataclasses import dataclass

from alliance.catalogue.cards import Card, Limits
from alliance.catalogue.claims import Disagreement, Document, QuotedNumber
from alliance.catalogue.contexts import Context
from alliance.catalogue.items import BordinPart
from alliance.catalogue.load import CURRENT_EDITION, checklist, claims, evidence, guidance
from alliance.people.models import Membership
from alliance.progress.queries.guidance import audiences_of

THIN_COVERAGE = ("thin", "almost_none")
WIDER = "wider"


@dataclass(frozen=True)
class DocumentSaid:
    """A document, how many claims were found in it, and how many of them can be used."""

    document: Document
    claim_count: int
    usable_count: int


@dataclass(frozen=True)
class StrategySaid:
    number: int
    label: str
    paraphrase: str


@dataclass(frozen=True)
class SupportCount:
    """How many of the reader's cards rest on what."""

    words: str
    count: int


@dataclass(frozen=True)
class EvidencePage:
    limits: Limits
    documents: tuple[DocumentSaid, ...]
    strategies: tuple[StrategySaid, ...]
    bordin_parts: tuple[BordinPart, ...]
    supports: tuple[SupportCount, ...]
    wider_cards: tuple[Card, ...]
    rupture_note: str
    thin_contexts: tuple[Context, ...]
    numbers: tuple[QuotedNumber, ...]
    disagreements: tuple[Disagreement, ...]


def evidence_page(*, reader: Membership) -> EvidencePage:
    """No query: content only."""
    asked, cards = checklist(CURRENT_EDITION), guidance(CURRENT_EDITION)
    audiences = audiences_of(reader)
    there = [card for card in cards.cards.values() if card.audience in audiences]
    return EvidencePage(
        limits=cards.limits,
        documents=tuple(_documents()),
        strategies=tuple(
            StrategySaid(each.number, each.label, claims()[each.claim].paraphrase)
            for each in asked.strategies
        ),
        bordin_parts=tuple(
            part for part in asked.bordin_parts if part.id in ("bond", "goals", "tasks")
        ),
        supports=tuple(
            SupportCount(words, sum(card.support == support for card in there))
            for support, words in cards.supports.items()
        ),
        wider_cards=tuple(card for card in there if card.support == WIDER),
        rupture_note=asked.rupture_entry.provenance_note,
        thin_contexts=tuple(
            context for context in asked.contexts.values() if context.coverage in THIN_COVERAGE
        ),
        numbers=evidence().numbers,
        disagreements=evidence().disagreements,
    )


def _documents() -> Iterator[DocumentSaid]:
    for document in evidence().documents.values():
        of_it = [claim for claim in claims().values() if claim.document == document]
        yield DocumentSaid(
            document=document,
            claim_count=len(of_it),
            usable_count=sum(claim.is_usable for claim in of_it),
        )
