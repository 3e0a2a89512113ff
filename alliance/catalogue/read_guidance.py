"""Turns a guidance file into Guidance."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alliance.catalogue.cards import (
    COMPUTED_CONDITIONS,
    DO,
    SAY,
    Card,
    Condition,
    FirstSession,
    Guidance,
    Limits,
    Rule,
)
from alliance.catalogue.checklist import Checklist
from alliance.catalogue.claims import Claim
from alliance.catalogue.content import Section, require, require_known, require_unique
from alliance.catalogue.valid_guidance import check_guidance

EVERY_ITEM = "every item"


def read_guidance(
    file: Mapping[str, Any], *, checklist: Checklist, claims: Mapping[str, Claim]
) -> Guidance:
    """Guidance of the checklist's edition. Raises ContentError at the first fault."""
    section = Section(file, where=f"guidance {checklist.edition}")
    edition = section.number("edition")
    require(edition == checklist.edition, f"{section.where}: says another edition")
    cards = [_card(each, checklist) for each in section.sections("cards")]
    require_unique([card.id for card in cards], where=section.where)
    guidance = Guidance(
        edition=edition,
        cards=MappingProxyType({card.id: card for card in cards}),
        themes=_themes(section),
        conditions=section.words("conditions"),
        supports=section.words("supports"),
        ranking=section.texts("ranking"),
        first_session=_first_session(section.section("first_session")),
        drop_item=_drop_item(section.section("drop")),
        limits=_limits(section.section("limits")),
    )
    section.finish()
    check_guidance(guidance, checklist=checklist, claims=claims)
    return guidance


def _card(section: Section, checklist: Checklist) -> Card:
    try_kind, try_text = _try(section)
    when = _rules(section, checklist)
    particular = [rule for rule in when if not rule.is_for_every_item]
    card = Card(
        id=section.text("id"),
        title=section.text("title"),
        body=section.text("body"),
        try_kind=try_kind,
        try_text=try_text,
        caution=section.text_or_empty("caution"),
        audience=section.text("audience"),
        theme=section.text("theme"),
        priority=section.number("priority"),
        stage=section.text("stage"),
        when=when,
        only_in=section.texts("only"),
        raised_in=section.texts("raise"),
        strategies=section.numbers("strategies"),
        claims=section.texts("claims"),
        support=section.text("support"),
        wider_note=section.text_or_empty("wider_note"),
        domains=_domains(particular, checklist),
        bordin_parts=_bordin_parts(particular, checklist),
    )
    section.finish()
    return card


def _try(section: Section) -> tuple[str, str]:
    said, done = section.text_or_none(SAY), section.text_or_none(DO)
    require((said is None) != (done is None), f"{section.where}: has either say or do")
    return (SAY, said) if said is not None else (DO, done or "")


def _rules(section: Section, checklist: Checklist) -> tuple[Rule, ...]:
    rules = section.section("when")
    read: list[Rule] = []
    for condition in Condition:
        items = _rule_items(rules, condition, checklist)
        if items is None:
            continue
        require(condition not in COMPUTED_CONDITIONS, f"{rules.where}: {condition} is computed")
        is_for_every_item = items == tuple(item.id for item in checklist.items)
        read.append(Rule(condition, items, is_for_every_item))
    rules.finish()
    require(bool(read), f"{rules.where}: needs a rule")
    return tuple(read)


def _rule_items(
    rules: Section, condition: Condition, checklist: Checklist
) -> tuple[str, ...] | None:
    """The item ids of one rule, None where the card has no such rule."""
    if not rules.has(condition):
        return None
    if rules.holds(condition, EVERY_ITEM):
        rules.text(condition)
        return tuple(item.id for item in checklist.items)
    items = rules.texts(condition)
    require(bool(items), f"{rules.where}: {condition} names no item")
    require_known(items, among=checklist.items_and_extras, where=rules.where)
    return items


def _domains(rules: list[Rule], checklist: Checklist) -> tuple[str, ...]:
    named = {checklist.item(item_id).domain for rule in rules for item_id in rule.items}
    return tuple(domain.id for domain in checklist.domains if domain.id in named)


def _bordin_parts(rules: list[Rule], checklist: Checklist) -> tuple[str, ...]:
    named = {checklist.item(item_id).bordin for rule in rules for item_id in rule.items}
    return tuple(part.id for part in checklist.bordin_parts if part.id in named)


def _themes(section: Section) -> Mapping[str, str]:
    themes: dict[str, str] = {}
    for each in section.sections("themes"):
        themes[each.text("id")] = each.text("label")
        each.finish()
    return themes


def _first_session(section: Section) -> FirstSession:
    first_session = FirstSession(card=section.text("card"), items=section.texts("items"))
    section.finish()
    return first_session


def _drop_item(section: Section) -> str:
    item_id = section.text("item")
    section.finish()
    return item_id


def _limits(section: Section) -> Limits:
    limits = Limits(
        not_supported=section.texts("not_supported"),
        what_it_is=section.text("what_it_is"),
        self_report=section.text("self_report"),
        use_in_supervision=section.text("use_in_supervision"),
        privacy=section.text("privacy"),
        crisis_notice_clinician=section.text("crisis_notice_clinician"),
        crisis_notice_clinician_self=section.text("crisis_notice_clinician_self"),
        card_footer=section.text("card_footer"),
    )
    section.finish()
    return limits
