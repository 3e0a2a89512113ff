"""Faults that a hand could make in a content file, each caught as it is loaded."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from alliance.catalogue import load
from alliance.catalogue.content import ContentError, read
from alliance.catalogue.read_checklist import read_checklist
from alliance.catalogue.read_claims import read_evidence
from alliance.catalogue.read_guidance import read_guidance

CHECKLIST_FILE = read("checklist.1.toml")
GUIDANCE_FILE = read("guidance.1.toml")
CLAIMS_FILE = read("claims.toml")
EVIDENCE_FILE = read("evidence.toml")

type Fault = Callable[[dict[str, Any]], object]


def put(value: Any, *path: str | int) -> Fault:
    """A fault that sets the value at this path of the file."""

    def damage(file: dict[str, Any]) -> None:
        place: Any = file
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return damage


def remove(*path: str | int) -> Fault:
    def damage(file: dict[str, Any]) -> None:
        place: Any = file
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return damage


def number_of(items_or_cards: list[dict[str, Any]], wanted: str) -> int:
    return [each["id"] for each in items_or_cards].index(wanted)


def item(item_id: str) -> tuple[str, int]:
    return "items", number_of(CHECKLIST_FILE["items"], item_id)


def card(card_id: str) -> tuple[str, int]:
    return "cards", number_of(GUIDANCE_FILE["cards"], card_id)


def words(count: int) -> str:
    return " ".join(["word"] * count)


CHECKLIST_FAULTS = {
    "another edition": (put(2, "edition"), "another edition"),
    "a misspelt key": (put("x", *item("goals-link"), "hlep"), "nobody asked for hlep"),
    "an unknown section": (put([], "itmes"), "nobody asked for itmes"),
    "no text": (remove(*item("goals-link"), "text"), "item.* goals-link: text is missing"),
    "empty text": (put("  ", *item("goals-link"), "text"), "text is empty"),
    "text that is a number": (put(3, *item("goals-link"), "text"), "should be str"),
    "an item twice": (put("goals-wants", *item("goals-link"), "id"), "more than once: goals-wants"),
    "an extra named like an item": (put("goals-link", "extras", 0, "id"), "more than once"),
    "a long item": (put(f"I {words(14)}", *item("goals-link"), "text"), "over 14 words"),
    "a long variant": (
        put(f"I {words(14)}", *item("goals-link"), "variants", 0, "text"),
        "over 14 words",
    ),
    "nobody in the statement": (
        put("The room was right.", *item("goals-link"), "text"),
        "first person",
    ),
    "an unknown domain": (put("goal", *item("goals-link"), "domain"), "unknown: goal"),
    "an unknown Bordin part": (put("bonds", *item("goals-link"), "bordin"), "unknown: bonds"),
    "a ninth strategy": (put([9], *item("goals-link"), "strategies"), "unknown strategy"),
    "an unknown context": (
        put("telehelth", *item("goals-link"), "variants", 0, "context"),
        "unknown: telehelth",
    ),
    "an extra without context": (put([], "extras", 0, "contexts"), "needs a context"),
    "a claim that doesn't exist": (
        put(["C009-01"], *item("goals-link"), "claims"),
        "unknown: C009-01",
    ),
    "an unusable claim": (
        put(["C002-16", "C001-23"], *item("goals-link"), "claims"),
        "unusable C001-23",
    ),
    "no claim": (put([], *item("goals-link"), "claims"), "rests on fewer than 1"),
    "a claim twice": (
        put(["C002-16", "C002-16"], *item("goals-link"), "claims"),
        "more than once: C002-16",
    ),
    "direct support without a firm claim": (
        put(["C000-12"], *item("goals-link"), "claims"),
        "high confidence",
    ),
    "unknown support": (put("firm", *item("goals-link"), "support"), "unknown support"),
    "eleven core items": (put(True, *item("goals-link"), "core"), "8 to 10 core items"),
    "a domain without items": (put("goals", *item("fit-equipped"), "domain"), "fit: has no item"),
    "a strategy without items": (
        put([7], *item("fit-equipped"), "strategies"),
        "strategy 8: has no item",
    ),
    "four rating words": (put(["a", "b", "c", "d"], "scale", "words"), "five words"),
    "a context twice": (put("trauma", "contexts", 0, "id"), "listed twice"),
    "a derived context gone": (put("first", "contexts", 0, "id"), "unknown: first_session"),
    "unknown coverage": (put("much", "contexts", 0, "coverage"), "unknown coverage"),
    "a story made compulsory": (
        put(True, "rupture_entry", "fields", 1, "required"),
        "no other field",
    ),
    "status left optional": (
        put(False, "rupture_entry", "fields", 0, "required"),
        "kind and status",
    ),
    "unknown provenance": (
        put("guess", "rupture_entry", "fields", 0, "options", 0, "provenance"),
        "unknown: guess",
    ),
    "an option said to be in the documents, without a claim": (
        remove("rupture_entry", "fields", 2, "options", 0, "claims"),
        "rests on fewer than 1",
    ),
    "a choice without options": (remove("rupture_entry", "fields", 0, "options"), "options"),
    "a text without length": (remove("rupture_entry", "fields", 1, "max_chars"), "max_chars"),
    "a long prompt": (put(words(17), "preparation_prompts", 0, "text"), "over 16 words"),
    "a reason with an unknown placeholder": (
        put("You rated {itme}.", "reasons", "clinician", "low"),
        "unknown placeholder",
    ),
}

GUIDANCE_FAULTS = {
    "another edition": (put(2, "edition"), "another edition"),
    "a misspelt key": (put("x", *card("goals-ask"), "capiton"), "nobody asked for capiton"),
    "a card twice": (put("goals-link", *card("goals-ask"), "id"), "more than once: goals-link"),
    "a title twice": (
        put("Put the reason into words", *card("goals-ask"), "title"),
        "more than once: Put the reason",
    ),
    "a long title": (put(words(9), *card("goals-ask"), "title"), "at most 8 words"),
    "a short body": (put(words(34), *card("goals-ask"), "body"), "35 to 70 words"),
    "a long body": (put(words(71), *card("goals-ask"), "body"), "35 to 70 words"),
    "a long thing to say": (put(words(36), *card("goals-ask"), "say"), "4 to 35 words"),
    "quotation marks stored": (
        put(f"“{words(5)}”", *card("goals-ask"), "say"),
        "without quotation marks",
    ),
    "both say and do": (put(words(5), *card("goals-ask"), "do"), "either say or do"),
    "neither say nor do": (remove(*card("goals-ask"), "say"), "either say or do"),
    "a long caution": (put(words(41), *card("goals-ask"), "caution"), "over 40 words"),
    "an unknown audience": (put("client", *card("goals-ask"), "audience"), "unknown audience"),
    "an unknown stage": (put("changes", *card("goals-ask"), "stage"), "unknown stage"),
    "a third priority": (put(3, *card("goals-ask"), "priority"), "unknown priority"),
    "an unknown theme": (put("goal", *card("goals-ask"), "theme"), "unknown: goal"),
    "an unknown condition": (
        put(["goals-wants"], *card("goals-ask"), "when", "lwo"),
        "nobody asked for lwo",
    ),
    "a computed condition": (
        put(["goals-wants"], *card("goals-ask"), "when", "lowest"),
        "lowest is computed",
    ),
    "no rule": (put({}, *card("goals-ask"), "when"), "needs a rule"),
    "a rule without items": (put([], *card("goals-ask"), "when", "low"), "names no item"),
    "an unknown item": (
        put(["goal-wants"], *card("goals-ask"), "when", "low"),
        "unknown: goal-wants",
    ),
    "an unknown context": (
        put(["traumas"], *card("goals-ask"), "raise"),
        "unknown: traumas",
    ),
    "a context rule for any session": (
        remove(*card("gap-return"), "only"),
        "needs contexts under only",
    ),
    "one claim only": (put(["C001-11"], *card("goals-ask"), "claims"), "fewer than 2"),
    "an unusable claim": (
        put(["C001-11", "C001-24"], *card("goals-ask"), "claims"),
        "unusable C001-24",
    ),
    "wider practice without a note": (
        put("seed+wider", *card("goals-ask"), "support"),
        "wider_note",
    ),
    "a note where nothing is wider": (
        put("From elsewhere.", *card("goals-ask"), "wider_note"),
        "wider_note",
    ),
    "unknown support": (put("seeds", *card("goals-ask"), "support"), "unknown: seeds"),
    "an item left without a general card": (
        lambda file: [
            put(["tasks-together"], *card(each), "when", "low")(file)
            for each in ("welcome-room", "privacy-plain")
        ],
        "item welcome-setting: has no general card",
    ),
    "too few supervisor cards": (
        put("clinician", *card("supervisor-pattern"), "audience"),
        "supervisors: have 3",
    ),
    "too few referral cards": (
        lambda file: [
            put("supervision", *card(each), "theme")(file)
            for each in ("refer-kindly", "refer-match")
        ],
        "theme referral: has 1",
    ),
    "a condition left unexplained": (remove("conditions", "drop"), "explain each condition"),
    "a first-session card that isn't there": (
        put("pace-first", "first_session", "card"),
        "unknown: pace-first",
    ),
    "a first-session card that its items don't bring": (
        put("goals-ask", "first_session", "card"),
        "first_session: items",
    ),
    "a drop item that isn't there": (put("repair", "drop", "item"), "unknown: repair"),
    "a notice missing": (remove("limits", "crisis_notice_clinician"), "is missing"),
}

CLAIM_FAULTS = {
    "a claim twice": (put("C000-02", "claims", 0, "id"), "more than once: C000-02"),
    "a claim of another document": (put("C001-99", "claims", 0, "id"), "names another document"),
    "an unknown document": (put("004", "claims", 0, "document"), "unknown: 004"),
    "a short anchor": (put("five words are too few", "claims", 0, "anchor"), "6 to 14 words"),
    "a long anchor": (put(words(15), "claims", 0, "anchor"), "6 to 14 words"),
    "a paraphrase without an end": (put(words(9), "claims", 0, "paraphrase"), "one sentence"),
    "an unknown theme": (put("welcoming", "claims", 0, "theme"), "unknown code welcoming"),
    "an unknown kind": (put("noise", "claims", 0, "kind"), "unknown code noise"),
    "an unknown voice": (put("poet", "claims", 0, "voice"), "unknown code poet"),
    "unknown confidence": (put("certain", "claims", 0, "confidence"), "unknown code certain"),
    "unknown integrity": (put("whole", "claims", 0, "integrity"), "unknown code whole"),
    "a yes in words": (put("no", "claims", 0, "usable"), "should be bool"),
}

EVIDENCE_FAULTS = {
    "a number without a claim": (put([], "numbers", 0, "claims"), "fewer than 1"),
    "a disagreement twice": (put("K02", "disagreements", 0, "id"), "more than once: K02"),
    "a view without claims": (put([], "disagreements", 0, "other_claims"), "both views"),
    "an unknown claim": (put(["C7"], "disagreements", 0, "bridge"), "unknown: C7"),
}


def damaged(file: dict[str, Any], fault: Fault) -> dict[str, Any]:
    copied = copy.deepcopy(file)
    fault(copied)
    assert copied != file
    return copied


@pytest.mark.parametrize("name", CHECKLIST_FAULTS)
def test_a_fault_in_the_checklist_is_caught(name):
    fault, message = CHECKLIST_FAULTS[name]

    with pytest.raises(ContentError, match=message):
        read_checklist(damaged(CHECKLIST_FILE, fault), edition=1, claims=load.claims())


@pytest.mark.parametrize("name", GUIDANCE_FAULTS)
def test_a_fault_in_the_guidance_is_caught(name):
    fault, message = GUIDANCE_FAULTS[name]

    with pytest.raises(ContentError, match=message):
        read_guidance(
            damaged(GUIDANCE_FILE, fault), checklist=load.checklist(1), claims=load.claims()
        )


@pytest.mark.parametrize("name", CLAIM_FAULTS)
def test_a_fault_in_the_claims_is_caught(name):
    fault, message = CLAIM_FAULTS[name]

    with pytest.raises(ContentError, match=message):
        read_evidence(damaged(CLAIMS_FILE, fault), EVIDENCE_FILE)


@pytest.mark.parametrize("name", EVIDENCE_FAULTS)
def test_a_fault_in_the_evidence_is_caught(name):
    fault, message = EVIDENCE_FAULTS[name]

    with pytest.raises(ContentError, match=message):
        read_evidence(CLAIMS_FILE, damaged(EVIDENCE_FILE, fault))
