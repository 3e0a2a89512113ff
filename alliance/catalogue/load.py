"""The content that the app runs on: read once per process, checked as it is read.

Every function raises ContentError if a file is at fault, so a bad file stops the start.
"""

from collections.abc import Mapping
from functools import cache

from alliance.catalogue import content
from alliance.catalogue.cards import Guidance
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.claims import Claim, Document, Evidence
from alliance.catalogue.read_checklist import read_checklist
from alliance.catalogue.read_claims import read_evidence
from alliance.catalogue.read_guidance import read_guidance

CURRENT_EDITION = 1
"""New logs are rated against this edition; old logs keep theirs."""

EDITIONS = (1,)


class UnknownEdition(LookupError):
    """No such edition was published."""


@cache
def checklist(edition: int) -> Checklist:
    """What a log of this edition was asked. Raises UnknownEdition."""
    _check_edition(edition)
    return read_checklist(
        content.read(f"checklist.{edition}.toml"), edition=edition, claims=claims()
    )


@cache
def guidance(edition: int) -> Guidance:
    """The cards that belong to this edition of the checklist. Raises UnknownEdition."""
    _check_edition(edition)
    return read_guidance(
        content.read(f"guidance.{edition}.toml"), checklist=checklist(edition), claims=claims()
    )


@cache
def evidence() -> Evidence:
    """Documents, claims, numbers that may be quoted, and where the documents disagree."""
    return read_evidence(content.read("claims.toml"), content.read("evidence.toml"))


def claims() -> Mapping[str, Claim]:
    """Every claim by id, in the order of the documents."""
    return evidence().claims


def documents() -> Mapping[str, Document]:
    """The four documents by number, with titles of our own."""
    return evidence().documents


def _check_edition(edition: int) -> None:
    if edition not in EDITIONS:
        raise UnknownEdition(f"There is no edition {edition}.")
