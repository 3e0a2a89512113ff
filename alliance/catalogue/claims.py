"""What the four documents say, claim by claim, and what they don't."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One of the four source documents, under a title of our own."""

    id: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a document says.

    `anchor` is the exact phrase it rests on, `paraphrase` the same in our words. `integrity` says
    how whole the phrase is, `confidence` how sure we are of its meaning, `voice` what sort of text
    it stands in. Nothing may rest on a claim that is not usable.
    """

    id: str
    document: Document
    anchor: str
    paraphrase: str
    theme: str
    kind: str
    voice: str
    integrity: str
    confidence: str
    is_usable: bool
    note: str


@dataclass(frozen=True, slots=True)
class QuotedNumber:
    """A number from the documents and how far it may be trusted."""

    what: str
    status: str
    may_be_quoted: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point on which the documents disagree, and the stance Alliance takes."""

    id: str
    topic: str
    one_view: str
    one_claims: tuple[str, ...]
    other_view: str
    other_claims: tuple[str, ...]
    bridge: tuple[str, ...]
    stance: str


@dataclass(frozen=True, eq=False)
class Evidence:
    """All claims, with the words for their codes, and what may be said of them."""

    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    kinds: Mapping[str, str]
    themes: Mapping[str, str]
    voices: Mapping[str, str]
    integrity: Mapping[str, str]
    confidence: Mapping[str, str]
    numbers: tuple[QuotedNumber, ...]
    disagreements: tuple[Disagreement, ...]
