from alliance.trends.layout import Layout
from tests.trends.building import CORE, DOMAINS, ITEMS, LAYOUT, all_items


def test_core_form_holds_the_core_items_only():
    assert set(LAYOUT.core_form.items) == CORE
    assert LAYOUT.whole_form.items == ITEMS


def test_core_ten_are_sparse_and_all_twenty_are_not():
    assert LAYOUT.core_form.is_sparse
    assert not LAYOUT.whole_form.is_sparse


def test_domain_without_core_items_is_absent_from_the_core_form():
    assert "boundaries" not in {span.domain for span in LAYOUT.core_form.spans}


def test_reversed_items_are_turned_and_missing_ones_stay_missing():
    ratings = {**all_items(5), "emotion-2": "na", "emotion-3": 2}

    answers = LAYOUT.whole_form.answers(ratings)
    upright = LAYOUT.whole_form.upright(answers)

    at = ITEMS.index("emotion-3")
    assert answers[at] == 2
    assert upright[at] == 4
    assert upright[ITEMS.index("emotion-2")] == 0


def test_checklist_of_core_items_only_has_one_form():
    layout = Layout(DOMAINS, frozenset(ITEMS))

    assert layout.whole_form is layout.core_form
