from alliance.trends.low_domain import LowDomainWatch
from tests.trends.building import ITEMS, LAYOUT, all_core


def told(sessions, basis=LAYOUT.whole_form):
    """(session number from 1, domain) of everything told."""
    watch = LowDomainWatch(basis)
    return [
        (number, low.domain)
        for number, ratings in enumerate(sessions, 1)
        for low in watch.feed(basis.upright(basis.answers(ratings)))
    ]


def rated(others, **domains):
    """All items as good as `others`, those of the named domains as good as their own rating."""
    upright = {item: domains.get(item.split("-")[0], others) for item in ITEMS}
    return {**upright, "emotion-3": 6 - upright["emotion-3"]}


ALL_HIGH = rated(5)
LOW_GOALS = rated(5, goals=3)


def test_domain_a_step_below_for_four_sessions_is_told_once():
    assert told([LOW_GOALS] * 9) == [(4, "goals")]


def test_three_deep_sessions_of_four_are_enough_and_two_are_not():
    deep = rated(5, goals=1)

    assert told([deep, ALL_HIGH, deep, deep]) == [(4, "goals")]
    assert told([deep, ALL_HIGH, ALL_HIGH, deep]) == []


def test_one_deep_session_is_not_enough():
    assert told([ALL_HIGH] * 4 + [rated(5, goals=1)] + [ALL_HIGH] * 4) == []


def test_domain_at_mostly_is_never_low():
    assert told([rated(5, goals=4)] * 8) == []


def test_sessions_without_the_domain_are_passed_over():
    without = {item: r for item, r in ALL_HIGH.items() if not item.startswith("goals")}

    assert told([LOW_GOALS, without, LOW_GOALS, without, LOW_GOALS, LOW_GOALS]) == [(6, "goals")]


def test_it_is_told_again_only_after_the_gap_had_closed():
    assert told([LOW_GOALS] * 4 + [ALL_HIGH] * 4 + [LOW_GOALS] * 4) == [
        (4, "goals"),
        (11, "goals"),
    ]


def test_reversed_item_counts_the_other_way_round():
    assert told([{**ALL_HIGH, "emotion-3": 1}] * 6) == []
    assert told([{**ALL_HIGH, "emotion-3": 5}] * 6) == [(4, "emotion")]


def test_two_domains_can_be_low_at_once():
    assert told([rated(5, goals=2, fit=2)] * 4) == [(4, "goals"), (4, "fit")]


def test_short_form_wants_a_gap_of_25():
    basis = LAYOUT.core_form
    near = [{**all_core(4), "fit-1": 3}] * 3 + [{**all_core(4), "fit-1": 4}]
    far = [{**all_core(4), "fit-1": 3}] * 4

    assert told(near, basis) == []
    assert told(far, basis) == [(4, "fit")]


def test_only_one_domain_rated_can_be_compared_with_nothing():
    assert told([{"goals-1": 1, "goals-2": 1}] * 8) == []


def test_numbers_that_went_in_are_those_of_the_last_four_sessions():
    basis = LAYOUT.whole_form
    watch = LowDomainWatch(basis)

    for ratings in [LOW_GOALS, rated(5, goals=4), LOW_GOALS]:
        assert watch.feed(basis.upright(basis.answers(ratings))) == []
    [low] = watch.feed(basis.upright(basis.answers(rated(5, goals=2))))

    assert (low.own, low.others, low.sessions_below) == (50, 100, 4)
