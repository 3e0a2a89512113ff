"""Finding cards by words and by shelf."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.catalogue.searching import Shelf, browse, search
from alliance.catalogue.stems import stem
from tests.catalogue.situations import CHECKLIST, GUIDANCE


def find(query, **shelf):
    cards = search(query, guidance=GUIDANCE, checklist=CHECKLIST, shelf=Shelf(**shelf))
    return [card.id for card in cards]


@pytest.mark.parametrize(
    "forms",
    [
        ("silence", "silences", "silent"),
        ("judge", "judging", "judged", "judges", "judgment", "judgement"),
        ("repair", "repairs", "repaired", "repairing"),
        ("referral", "refer", "referring", "referrals", "referred"),
        ("formulate", "formulation", "formulating"),
        ("supervise", "supervision", "supervised"),
        ("reply", "replies", "replied"),
        ("stop", "stops", "stopped", "stopping"),
        ("notice", "noticed", "noticing", "notices"),
        ("goal", "goals"),
        ("patience", "patient"),
        ("touch", "touches", "touched"),
        ("kindly", "kind"),
        ("happy", "happies"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms):
    assert len({stem(word) for word in forms}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sing", "sing"),
        ("session", "sense"),
        ("moment", "mother"),
        ("feeling", "felt"),
        ("goal", "go"),
        ("need", "nee"),
        ("bus", "bu"),
        ("this", "thi"),
        ("ring", "r"),
    ],
)
def test_short_words_are_left_whole(one, other):
    assert one == other or stem(one) != stem(other)


@pytest.mark.parametrize("query", ["silence", "Silences", "SILENT", "silent?"])
def test_search_finds_every_form_of_a_word(query):
    assert find(query)[0] == "emotion-silence"


def test_a_word_in_the_title_comes_before_one_in_the_body():
    found = find("interpreter")

    assert found[0] == "interpreter-brief"
    assert "listen-story" in found


def test_title_first_holds_for_every_title_word():
    for card in GUIDANCE.cards.values():
        found = find(card.title)
        assert found[0] == card.id, card.title


def test_all_words_of_the_query_are_wanted():
    found = find("silence fear")

    assert found == ["emotion-silence"]


def test_without_a_card_that_has_all_words_those_with_most_are_found():
    assert find("interpreter xylophone") == find("interpreter")


def test_the_items_a_card_belongs_to_are_searched_too():
    assert "goals-ask" in find("worked on something")


def test_the_beginning_of_a_word_is_enough():
    assert find("interpr")[0] == "interpreter-brief"


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_shows_the_whole_shelf(query):
    assert len(find(query)) == 66
    assert find(query, theme="referral") == ["refer-equipped", "refer-kindly", "refer-match"]


@pytest.mark.parametrize("query", ["xylophone", "the", "?!", "\x00", "'", "😀"])
def test_nothing_found_is_an_empty_answer(query):
    assert find(query) == []


@pytest.mark.parametrize(
    ("shelf", "card_id", "count"),
    [
        ({"domain": "fit"}, "refer-equipped", 4),
        ({"strategy": 8}, "refer-kindly", 5),
        ({"bordin": "supporting"}, "emotion-prepare", None),
        ({"context": "couples"}, "couple-both-sides", 1),
        ({"theme": "rupture_repair"}, "repair-own", 10),
        ({"support": "wider"}, "ending-early", 4),
        ({"audience": "supervisor"}, "supervisor-pattern", 4),
        ({"strategy": 1, "context": "telehealth"}, "welcome-screen", 2),
    ],
)
def test_cards_stand_on_shelves(shelf, card_id, count):
    found = [card.id for card in browse(Shelf(**shelf), guidance=GUIDANCE)]

    assert card_id in found
    assert count is None or len(found) == count


def test_a_card_for_every_item_stands_in_no_particular_domain():
    assert GUIDANCE.cards["supervisor-one-experiment"].domains == ()
    assert GUIDANCE.cards["supervision-plan"].domains == ("fit",)


def test_search_keeps_to_the_shelf():
    assert find("supervision", audience="supervisor")
    assert set(find("supervision", audience="supervisor")) <= set(find("", audience="supervisor"))


@given(st.text(max_size=200))
def test_any_query_gets_an_answer(query):
    found = find(query)

    assert len(found) == len(set(found)) <= 66


def test_a_very_long_query_costs_no_more_than_a_short_one():
    started = time.process_time()
    find("silence " * 200_000)

    assert time.process_time() - started < 0.5
