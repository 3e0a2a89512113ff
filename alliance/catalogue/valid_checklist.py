"""What must hold of every edition of the checklist."""

import re
from collections.abc import Iterator, Mapping

from alliance.catalogue.checklist import Checklist, PreparationPrompt
from alliance.catalogue.claims import Claim
from alliance.catalogue.content import (
    ContentError,
    count_words,
    require,
    require_known,
    require_unique,
)
from alliance.catalogue.contexts import DERIVED
from alliance.catalogue.items import Item
from alliance.catalogue.read_claims import require_usable
from alliance.catalogue.ruptures import RuptureEntry, RuptureField

MOST_ITEM_WORDS = 14
MOST_PROMPT_WORDS = 16
ITEM_COUNT = range(16, 21)
CORE_COUNT = range(8, 11)
STRATEGY_NUMBERS = tuple(range(1, 9))
SUPPORTS = ("direct", "mixed")
FIELD_TYPES = ("choice", "multi", "text", "bool")
REQUIRED_RUPTURE_FIELDS = {"kind", "status"}
PLACEHOLDERS = {
    "item": "",
    "answer": "",
    "low_answers": "",
    "not_applicable_label": "",
    "rupture_kind": "",
    "context": "",
    "reason": "",
}
FIRST_PERSON = re.compile(r"\b(I|We|we|My|my|me|us)\b")


def check_checklist(checklist: Checklist, *, claims: Mapping[str, Claim]) -> None:
    """Raises ContentError at the first fault."""
    _check_vocabulary(checklist, claims)
    require_unique(
        [item.id for item in (*checklist.items, *checklist.extras)], where="checklist, items"
    )
    for item in checklist.items:
        _check_item(item, checklist=checklist, claims=claims)
    for extra in checklist.extras:
        _check_extra(extra, checklist=checklist, claims=claims)
    _check_coverage(checklist)
    _check_rupture_entry(checklist.rupture_entry, claims)
    _check_intention_and_prompts(checklist, claims)
    _check_reasons(checklist)


def _check_vocabulary(checklist: Checklist, claims: Mapping[str, Claim]) -> None:
    require(len(checklist.scale.words) == 5, "checklist, scale: needs five words")
    require_unique([domain.id for domain in checklist.domains], where="checklist, domains")
    require_unique([part.id for part in checklist.bordin_parts], where="checklist, bordin")
    require(
        tuple(strategy.number for strategy in checklist.strategies) == STRATEGY_NUMBERS,
        "checklist, strategies: should be numbered 1 to 8",
    )
    for part in checklist.bordin_parts:
        require_usable(part.claims, claims=claims, where=f"bordin part {part.id}")
    for strategy in checklist.strategies:
        require_usable((strategy.claim,), claims=claims, where=f"strategy {strategy.number}")
    for context in checklist.contexts.values():
        require_usable(context.claims, claims=claims, where=f"context {context.id}")
    require_known(
        tuple(sorted(DERIVED)), among=checklist.contexts, where="contexts that are derived"
    )


def _check_item(item: Item, *, checklist: Checklist, claims: Mapping[str, Claim]) -> None:
    where = f"item {item.id}"
    _check_statement(item, claims)
    domain_ids = {domain.id: domain for domain in checklist.domains}
    part_ids = {part.id: part for part in checklist.bordin_parts}
    require_known((item.domain or "",), among=domain_ids, where=where)
    require_known((item.bordin or "",), among=part_ids, where=where)
    require(set(item.strategies) <= set(STRATEGY_NUMBERS), f"{where}: unknown strategy")
    variant_contexts = tuple(variant.context for variant in item.variants)
    require_known(variant_contexts, among=checklist.contexts, where=where)
    require_unique(list(variant_contexts), where=where)
    if item.support == "direct":
        firm = any(claims[claim_id].confidence == "high" for claim_id in item.claims)
        require(firm, f"{where}: direct support needs a claim of high confidence")


def _check_extra(extra: Item, *, checklist: Checklist, claims: Mapping[str, Claim]) -> None:
    _check_statement(extra, claims)
    require(bool(extra.contexts), f"item {extra.id}: an extra needs a context")
    require_known(extra.contexts, among=checklist.contexts, where=f"item {extra.id}")


def _check_statement(item: Item, claims: Mapping[str, Claim]) -> None:
    where = f"item {item.id}"
    for wording in (item.text, *(variant.text for variant in item.variants)):
        require(count_words(wording) <= MOST_ITEM_WORDS, f"{where}: over 14 words")
        require(FIRST_PERSON.search(wording) is not None, f"{where}: is not in the first person")
    require(item.support in SUPPORTS, f"{where}: unknown support {item.support}")
    require_usable(item.claims, claims=claims, where=where)


def _check_coverage(checklist: Checklist) -> None:
    require(len(checklist.items) in ITEM_COUNT, "checklist: needs 16 to 20 items")
    require(len(checklist.core) in CORE_COUNT, "checklist: needs 8 to 10 core items")
    for domain in checklist.domains:
        require(bool(checklist.items_in(domain.id)), f"domain {domain.id}: has no item")
    for number in STRATEGY_NUMBERS:
        has_item = any(number in item.strategies for item in checklist.items)
        require(has_item, f"strategy {number}: has no item")
    for part in ("bond", "goals", "tasks"):
        count = sum(item.bordin == part for item in checklist.items)
        require(count >= 2, f"bordin part {part}: has fewer than two items")


def _check_rupture_entry(entry: RuptureEntry, claims: Mapping[str, Claim]) -> None:
    require_unique([field.name for field in entry.fields], where="rupture entry")
    required = {field.name for field in entry.fields if field.is_required}
    require(
        required == REQUIRED_RUPTURE_FIELDS,
        "rupture entry: kind and status, and no other field, are required",
    )
    for field in entry.fields:
        _check_rupture_field(field, entry=entry, claims=claims)


def _check_rupture_field(
    field: RuptureField, *, entry: RuptureEntry, claims: Mapping[str, Claim]
) -> None:
    where = f"rupture entry, {field.name}"
    require(field.type in FIELD_TYPES, f"{where}: unknown type {field.type}")
    require((field.type in ("choice", "multi")) == bool(field.options), f"{where}: options")
    require((field.type == "text") == (field.max_chars is not None), f"{where}: max_chars")
    require_unique([option.value for option in field.options], where=where)
    require_known((field.provenance,), among=entry.provenance_words, where=where)
    require_usable(field.claims, claims=claims, where=where, at_least=0)
    for option in field.options:
        named = f"{where}, {option.value}"
        require_known((option.provenance,), among=entry.provenance_words, where=named)
        from_documents = option.provenance == "seed"
        require_usable(option.claims, claims=claims, where=named, at_least=int(from_documents))
        require_usable(option.echoes, claims=claims, where=named, at_least=0)


def _check_intention_and_prompts(checklist: Checklist, claims: Mapping[str, Claim]) -> None:
    intention = checklist.intention
    require_usable(intention.claims, claims=claims, where="intention")
    require(intention.max_chars > 0, "intention: max_chars")
    require_unique([option.value for option in intention.review_options], where="intention")
    require_unique([prompt.id for prompt in checklist.preparation_prompts], where="prompts")
    for prompt in checklist.preparation_prompts:
        _check_prompt(prompt, checklist=checklist, claims=claims)


def _check_prompt(
    prompt: PreparationPrompt, *, checklist: Checklist, claims: Mapping[str, Claim]
) -> None:
    where = f"prompt {prompt.id}"
    require(count_words(prompt.text) <= MOST_PROMPT_WORDS, f"{where}: over 16 words")
    require(prompt.support in SUPPORTS, f"{where}: unknown support {prompt.support}")
    require_known(prompt.contexts, among=checklist.contexts, where=where)
    require_usable(prompt.claims, claims=claims, where=where)


def _check_reasons(checklist: Checklist) -> None:
    for where, template in _reasons(checklist):
        try:
            template.format_map(PLACEHOLDERS)
        except (KeyError, ValueError, IndexError) as error:
            raise ContentError(f"{where}: unknown placeholder {error}") from error


def _reasons(checklist: Checklist) -> Iterator[tuple[str, str]]:
    for audience, templates in checklist.reasons.items():
        for condition, template in templates.items():
            yield f"reasons, {audience}, {condition}", template
