"""How the content reads: plain, in our own words, and true to product words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from alliance.catalogue import load
from alliance.catalogue.content import read

FILES = ("checklist.1.toml", "guidance.1.toml", "evidence.toml", "claims.toml")
SHOWN_FILES = ("checklist.1.toml", "guidance.1.toml")

STOCK_PHRASES = re.compile(
    r"\bdelve|\bnavigat|\bjourney|\btapestr|\bfoster|\bempower|\bleverag|\bhold(ing)? space"
    r"|\blean into|\bunpack|\bpowerful\b|\bcrucial|\bvital\b|\bsafe container|\bshow up\b"
    r"|\bgame.?chang|\bdeep dive|\bresonat|\bembrace|\bunlock|\bgently\b|\bnuance|\bmeaningful"
    r"|\bintentional|\bmindful|\bauthentic\b|\bat the end of the day|\bit'?s important to"
    r"|\bremember that\b|\bnot only\b|\bnot just\b|\bisn't about\b|\bisn't just\b|\bhonor"
    r"|\binvaluable|\brobust|\bholistic|\btoolkit|\brealm\b|\bcultivat|\bensure\b|\bimpactful"
    r"|\bplease\b|\bsuccessfully\b|—|–|!",
    re.IGNORECASE,
)
OTHER_WORDS = re.compile(r"\bseeds?\b|\bexcerpt|\bnon-judgement|\bthe app\b", re.IGNORECASE)
RUN_OF_WORDS = 6


def texts(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file but ids, codes and anchors."""
    if isinstance(value, str) and " " in value:
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "anchor":
                yield from texts(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from texts(inner, f"{where}.{position}")


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))
    return {tuple(words[i : i + RUN_OF_WORDS]) for i in range(len(words) - RUN_OF_WORDS + 1)}


@pytest.mark.parametrize("name", SHOWN_FILES)
def test_no_stock_phrase_dash_or_exclamation_mark(name):
    found = [(where, text) for where, text in texts(read(name)) if STOCK_PHRASES.search(text)]

    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_one_word_for_each_thing(name):
    found = [(where, text) for where, text in texts(read(name)) if OTHER_WORDS.search(text)]

    assert found == []


@pytest.mark.parametrize("name", FILES)
def test_no_text_repeats_six_words_of_a_document(name):
    """The documents are not here, but the phrases that claims rest on are."""
    quoted = set().union(*(runs(claim.anchor) for claim in load.claims().values()))

    found = [(where, text) for where, text in texts(read(name)) if runs(text) & quoted]

    assert quoted
    assert found == []


def test_no_card_shows_a_rating_as_a_number():
    numbers = re.compile(r"\b(a|an|the) (one|two|three|four|five|[1-5])\.", re.IGNORECASE)

    found = [
        card.id
        for card in load.guidance(1).cards.values()
        if numbers.search(f"{card.body} {card.try_text}")
    ]

    assert found == []


def test_claims_and_cards_hold_no_stray_line_breaks():
    for card in load.guidance(1).cards.values():
        assert "\n" not in card.body + card.try_text + card.caution + card.wider_note
    for claim in load.claims().values():
        assert "\n" not in claim.anchor + claim.paraphrase + claim.note
