"""Turns claims.toml and evidence.toml into dataclasses, and checks them."""

from collections.abc import Mapping
from typing import Any

from alliance.catalogue.claims import Claim, Disagreement, Document, Evidence, QuotedNumber
from alliance.catalogue.content import (
    ContentError,
    Section,
    count_words,
    require,
    require_known,
    require_unique,
)

ANCHOR_WORDS = range(6, 15)
PARAPHRASE_WORDS = range(3, 36)


def read_evidence(claims_file: Mapping[str, Any], evidence_file: Mapping[str, Any]) -> Evidence:
    """Raises ContentError at the first fault."""
    section = Section(claims_file, where="claims")
    documents = {document.id: document for document in _documents(section)}
    words = {
        key: section.words(key) for key in ("kinds", "themes", "voices", "integrity", "confidence")
    }
    claims = _claims(section, documents=documents, words=words)
    section.finish()
    about = Section(evidence_file, where="evidence")
    evidence = Evidence(
        documents=documents,
        claims=claims,
        **words,
        numbers=tuple(_number(each, claims) for each in about.sections("numbers")),
        disagreements=tuple(
            _disagreement(each, claims) for each in about.sections("disagreements")
        ),
    )
    about.finish()
    require_unique([each.id for each in evidence.disagreements], where="evidence, disagreements")
    return evidence


def require_usable(
    claim_ids: tuple[str, ...], *, claims: Mapping[str, Claim], where: str, at_least: int = 1
) -> None:
    """Everything on a screen rests on claims that exist and that may be used."""
    require(len(claim_ids) >= at_least, f"{where}: rests on fewer than {at_least} claims")
    require_known(claim_ids, among=claims, where=where)
    unusable = [claim_id for claim_id in claim_ids if not claims[claim_id].is_usable]
    require(not unusable, f"{where}: rests on unusable {', '.join(unusable)}")


def _documents(section: Section) -> list[Document]:
    documents = []
    for each in section.sections("documents"):
        documents.append(
            Document(id=each.text("id"), title=each.text("title"), about=each.text("about"))
        )
        each.finish()
    require_unique([document.id for document in documents], where="claims, documents")
    return documents


def _claims(
    section: Section,
    *,
    documents: Mapping[str, Document],
    words: Mapping[str, Mapping[str, str]],
) -> dict[str, Claim]:
    claims = [_claim(each, documents) for each in section.sections("claims")]
    require_unique([claim.id for claim in claims], where="claims")
    for claim in claims:
        _check_claim(claim, words)
    return {claim.id: claim for claim in claims}


def _claim(section: Section, documents: Mapping[str, Document]) -> Claim:
    document_id = section.text("document")
    require_known((document_id,), among=documents, where=section.where)
    claim = Claim(
        id=section.text("id"),
        document=documents[document_id],
        anchor=section.text("anchor"),
        paraphrase=section.text("paraphrase"),
        theme=section.text("theme"),
        kind=section.text("kind"),
        voice=section.text("voice"),
        integrity=section.text("integrity"),
        confidence=section.text("confidence"),
        is_usable=section.flag("usable", default=True),
        note=section.text_or_empty("note"),
    )
    section.finish()
    return claim


def _check_claim(claim: Claim, words: Mapping[str, Mapping[str, str]]) -> None:
    where = f"claim {claim.id}"
    require(claim.id.startswith(f"C{claim.document.id}-"), f"{where}: names another document")
    require(count_words(claim.anchor) in ANCHOR_WORDS, f"{where}: the anchor has 6 to 14 words")
    require(
        count_words(claim.paraphrase) in PARAPHRASE_WORDS and claim.paraphrase.endswith("."),
        f"{where}: the paraphrase is one sentence of at most 35 words",
    )
    for code, known in (
        (claim.theme, words["themes"]),
        (claim.kind, words["kinds"]),
        (claim.voice, words["voices"]),
        (claim.integrity, words["integrity"]),
        (claim.confidence, words["confidence"]),
    ):
        if code not in known:
            raise ContentError(f"{where}: unknown code {code}")


def _number(section: Section, claims: Mapping[str, Claim]) -> QuotedNumber:
    number = QuotedNumber(
        what=section.text("what"),
        status=section.text("status"),
        may_be_quoted=section.flag("may_be_quoted"),
        claims=section.texts("claims"),
    )
    section.finish()
    require_usable(number.claims, claims=claims, where=section.where)
    return number


def _disagreement(section: Section, claims: Mapping[str, Claim]) -> Disagreement:
    disagreement = Disagreement(
        id=section.text("id"),
        topic=section.text("topic"),
        one_view=section.text("one_view"),
        one_claims=section.texts("one_claims"),
        other_view=section.text("other_view"),
        other_claims=section.texts("other_claims"),
        bridge=section.texts("bridge"),
        stance=section.text("stance"),
    )
    section.finish()
    # A view we don't follow may rest on an unusable claim: here it is only reported.
    both = (*disagreement.one_claims, *disagreement.other_claims, *disagreement.bridge)
    require_known(both, among=claims, where=section.where)
    require(
        bool(disagreement.one_claims and disagreement.other_claims),
        f"{section.where}: both views need claims",
    )
    return disagreement
