import pytest

from alliance.trends.flat import FlatWatch, Pattern
from tests.trends.building import LAYOUT, all_core, all_items


def told(sessions, basis=LAYOUT.whole_form):
    watch = FlatWatch(basis)
    flats = {number: watch.feed(basis.answers(each)) for number, each in enumerate(sessions, 1)}
    return {number: flat for number, flat in flats.items() if flat}


def varied(at):
    """All items, no two sessions in a row alike, no value in the majority."""
    return {item: 2 + (place + at) % 3 for place, item in enumerate(all_items(1))}


def test_four_sessions_of_one_value_are_flat_and_told_when_it_begins():
    [(number, flat)] = told([all_items(5)] * 8).items()

    assert number == 4
    assert flat.pattern is Pattern.ONE_VALUE
    assert flat.share == 1


def test_short_form_looks_at_five_sessions():
    assert list(told([all_core(5)] * 8, LAYOUT.core_form)) == [5]


def test_varied_answers_are_not_flat():
    assert told([varied(at) for at in range(12)]) == {}


def test_answers_copied_from_the_time_before_are_flat_at_the_fifth_session():
    [(number, flat)] = told([varied(0)] * 8).items()

    assert number == 5
    assert flat.pattern is Pattern.SAME_AS_BEFORE


@pytest.mark.parametrize(("others", "is_flat"), [(2, True), (3, False)])
def test_nine_in_ten_is_enough_and_less_is_not(others, is_flat):
    # Twenty answers a session; `others` of them differ from the rest and from the time before.
    items = list(all_items(1))
    sessions = [
        {item: (4 - at % 2) if place < others else 5 for place, item in enumerate(items)}
        for at in range(4)
    ]

    assert len(items) == 20
    assert bool(told(sessions)) is is_flat


def test_one_value_may_be_any_of_the_five():
    items = list(all_items(1))
    sessions = [
        {item: 1 if (place + at) % 10 else 5 for place, item in enumerate(items)} for at in range(4)
    ]

    [flat] = told(sessions).values()
    assert (flat.pattern, flat.share) == (Pattern.ONE_VALUE, 0.9)


def test_missing_answers_do_not_count_as_alike():
    first_half = {item: 2 + place % 3 for place, item in enumerate(list(all_items(1))[:10])}
    changed = {item: 6 - rating for item, rating in first_half.items()}

    assert told([first_half, changed] * 4) == {}


def test_it_is_told_again_when_it_begins_again():
    moved = [varied(at) for at in range(6)]

    assert list(told([all_items(5)] * 4 + moved + [all_items(5)] * 4)) == [4, 14]


def test_sessions_that_share_no_item_cannot_be_compared():
    items = list(all_items(1))
    odd = {item: 2 + at % 3 for at, item in enumerate(items[::2])}
    even = {item: 2 + at % 3 for at, item in enumerate(items[1::2])}

    assert told([odd, even] * 4) == {}
