"""Turns a checklist file into a Checklist."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alliance.catalogue.checklist import Checklist, Intention, PreparationPrompt, ReviewOption
from alliance.catalogue.claims import Claim
from alliance.catalogue.content import Section, require
from alliance.catalogue.contexts import Context
from alliance.catalogue.items import BordinPart, Domain, Item, Scale, Strategy, Variant
from alliance.catalogue.ruptures import RuptureEntry, RuptureField, RuptureOption
from alliance.catalogue.valid_checklist import check_checklist


def read_checklist(
    file: Mapping[str, Any], *, edition: int, claims: Mapping[str, Claim]
) -> Checklist:
    """Raises ContentError at the first fault."""
    section = Section(file, where=f"checklist {edition}")
    require(section.number("edition") == edition, f"{section.where}: says another edition")
    checklist = Checklist(
        edition=edition,
        scale=_scale(section.section("scale")),
        domains=tuple(_domain(each) for each in section.sections("domains")),
        bordin_parts=tuple(_bordin_part(each) for each in section.sections("bordin")),
        strategies=tuple(_strategy(each) for each in section.sections("strategies")),
        contexts=_contexts(section),
        items=tuple(_item(each) for each in section.sections("items")),
        extras=tuple(_extra(each) for each in section.sections("extras")),
        rupture_entry=_rupture_entry(section.section("rupture_entry")),
        intention=_intention(section.section("intention")),
        preparation_prompts=tuple(
            _prompt(each) for each in section.sections("preparation_prompts")
        ),
        reasons=_reasons(section.section("reasons")),
    )
    section.finish()
    check_checklist(checklist, claims=claims)
    return checklist


def _scale(section: Section) -> Scale:
    scale = Scale(
        question=section.text("question"),
        words=section.texts("words"),
        unsure=section.text("unsure"),
        not_applicable=section.text("not_applicable"),
    )
    section.finish()
    return scale


def _domain(section: Section) -> Domain:
    domain = Domain(id=section.text("id"), label=section.text("label"))
    section.finish()
    return domain


def _bordin_part(section: Section) -> BordinPart:
    part = BordinPart(
        id=section.text("id"),
        label=section.text("label"),
        about=section.text("about"),
        claims=section.texts("claims"),
    )
    section.finish()
    return part


def _strategy(section: Section) -> Strategy:
    strategy = Strategy(
        number=section.number("number"),
        label=section.text("label"),
        claim=section.text("claim"),
    )
    section.finish()
    return strategy


def _contexts(section: Section) -> Mapping[str, Context]:
    words = section.words("coverage")
    contexts = [_context(each, words) for each in section.sections("contexts")]
    require(
        len({context.id for context in contexts}) == len(contexts),
        f"{section.where}: a context is listed twice",
    )
    return MappingProxyType({context.id: context for context in contexts})


def _context(section: Section, coverage_words: Mapping[str, str]) -> Context:
    coverage = section.text("coverage")
    require(coverage in coverage_words, f"{section.where}: unknown coverage {coverage}")
    context = Context(
        id=section.text("id"),
        label=section.text("label"),
        coverage=coverage,
        coverage_words=coverage_words[coverage],
        what_changes=section.text("what_changes"),
        claims=section.texts("claims"),
    )
    section.finish()
    return context


def _item(section: Section) -> Item:
    item = Item(
        id=section.text("id"),
        text=section.text("text"),
        help=section.text("help"),
        domain=section.text("domain"),
        is_core=section.flag("core"),
        is_reversed=section.flag("reverse"),
        not_applicable_label=section.text_or_none("not_applicable_label"),
        bordin=section.text("bordin"),
        strategies=section.numbers("strategies"),
        claims=section.texts("claims"),
        support=section.text("support"),
        note=section.text_or_empty("note"),
        variants=tuple(_variant(each) for each in section.sections("variants", named_by="context")),
        contexts=(),
    )
    section.finish()
    return item


def _variant(section: Section) -> Variant:
    variant = Variant(context=section.text("context"), text=section.text("text"))
    section.finish()
    return variant


def _extra(section: Section) -> Item:
    extra = Item(
        id=section.text("id"),
        text=section.text("text"),
        help=section.text_or_empty("help"),
        domain=None,
        is_core=False,
        is_reversed=False,
        not_applicable_label=section.text_or_none("not_applicable_label"),
        bordin=None,
        strategies=(),
        claims=section.texts("claims"),
        support=section.text("support"),
        note=section.text_or_empty("note"),
        variants=(),
        contexts=section.texts("contexts"),
    )
    section.finish()
    return extra


def _rupture_entry(section: Section) -> RuptureEntry:
    entry = RuptureEntry(
        label=section.text("label"),
        intro=section.text("intro"),
        provenance_note=section.text("provenance_note"),
        provenance_words=section.words("provenance_words"),
        fields=tuple(_rupture_field(each) for each in section.sections("fields", named_by="name")),
    )
    section.finish()
    return entry


def _rupture_field(section: Section) -> RuptureField:
    field = RuptureField(
        name=section.text("name"),
        type=section.text("type"),
        label=section.text("label"),
        is_required=section.flag("required"),
        max_chars=section.number_or_none("max_chars"),
        provenance=section.text("provenance"),
        provenance_note=section.text_or_empty("provenance_note"),
        claims=section.texts("claims"),
        options=tuple(
            _rupture_option(each) for each in section.sections("options", named_by="value")
        ),
    )
    section.finish()
    return field


def _rupture_option(section: Section) -> RuptureOption:
    option = RuptureOption(
        value=section.text("value"),
        label=section.text("label"),
        help=section.text_or_empty("help"),
        provenance=section.text("provenance"),
        claims=section.texts("claims"),
        echoes=section.texts("echoes"),
    )
    section.finish()
    return option


def _intention(section: Section) -> Intention:
    intention = Intention(
        label=section.text("label"),
        help=section.text("help"),
        max_chars=section.number("max_chars"),
        starters=section.texts("starters"),
        review_question=section.text("review_question"),
        review_options=tuple(
            _review_option(each) for each in section.sections("review_options", named_by="value")
        ),
        claims=section.texts("claims"),
        provenance_note=section.text("provenance_note"),
    )
    section.finish()
    return intention


def _review_option(section: Section) -> ReviewOption:
    option = ReviewOption(value=section.text("value"), label=section.text("label"))
    section.finish()
    return option


def _prompt(section: Section) -> PreparationPrompt:
    prompt = PreparationPrompt(
        id=section.text("id"),
        text=section.text("text"),
        claims=section.texts("claims"),
        contexts=section.texts("contexts"),
        support=section.text("support"),
    )
    section.finish()
    return prompt


def _reasons(section: Section) -> Mapping[str, Mapping[str, str]]:
    reasons = {audience: section.words(audience) for audience in ("clinician", "supervisor")}
    section.finish()
    return reasons
