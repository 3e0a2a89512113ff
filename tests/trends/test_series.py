from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.trends.baseline import Phase
from alliance.trends.layout import Layout
from alliance.trends.prior import Prior
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.series import Session
from alliance.trends.signals import Kind, from_json
from tests.trends.building import (
    CORE,
    DOMAINS,
    FIRST_DAY,
    ITEMS,
    LAYOUT,
    all_core,
    all_items,
    raised,
    read,
    scoring,
    weekly,
)

# Each example reads its series twice.
FEWER = settings(max_examples=50)
ANSWER = st.one_of(st.integers(1, 5), st.sampled_from(["unsure", "na"]))
RATINGS = st.one_of(
    st.dictionaries(st.sampled_from(sorted(CORE)), ANSWER, max_size=10),
    st.dictionaries(st.sampled_from(ITEMS), ANSWER, max_size=20),
    st.integers(1, 5).map(all_items),
    st.sampled_from([25.0, 50.0, 75.0, 100.0]).map(scoring),
)
SENSITIVITY = st.sampled_from(list(Sensitivity))
PRIOR = st.builds(Prior, mean=st.floats(40, 95), spread=st.floats(2, 15))


@st.composite
def series(draw, max_size=14):
    """Sessions as they may come: several on one day, gaps, sessions with nothing to score."""
    ratings = draw(st.lists(RATINGS, max_size=max_size))
    days = draw(st.lists(st.integers(0, 40), min_size=len(ratings), max_size=len(ratings)))
    return [
        Session(f"s{at}", FIRST_DAY + timedelta(days=day), at % 3, each)
        for at, (day, each) in enumerate(zip(days, ratings, strict=True))
    ]


@FEWER
@given(series(), PRIOR, SENSITIVITY, st.randoms(use_true_random=False))
def test_the_order_in_which_sessions_arrive_changes_nothing(sessions, prior, sensitivity, rnd):
    mixed = rnd.sample(sessions, len(sessions))

    assert read(mixed, prior=prior, sensitivity=sensitivity) == read(
        sessions, prior=prior, sensitivity=sensitivity
    )


@FEWER
@given(series(), RATINGS, PRIOR, SENSITIVITY)
def test_a_further_session_never_changes_the_past(sessions, ratings, prior, sensitivity):
    further = Session("zz", FIRST_DAY + timedelta(days=99), 0, ratings)

    before = read(sessions, prior=prior, sensitivity=sensitivity)
    after = read([*sessions, further], prior=prior, sensitivity=sensitivity)

    assert after[: len(before)] == before


@FEWER
@given(series(), PRIOR, SENSITIVITY)
def test_scores_and_ranges_stay_on_the_scale(sessions, prior, sensitivity):
    for reading in read(sessions, prior=prior, sensitivity=sensitivity):
        ranges = [*reading.domain_ranges.values()]
        ranges += [reading.usual_range] if reading.usual_range else []
        scores = [*reading.domain_scores.values()]
        scores += [reading.score] if reading.score is not None else []

        assert all(0 <= score <= 100 for score in scores)
        assert all(0 <= low <= high <= 100 for low, high in ranges)


@FEWER
@given(series(), PRIOR)
def test_a_checklist_turned_upside_down_reads_the_same(sessions, prior):
    turned = Layout(DOMAINS, CORE, frozenset(ITEMS) - LAYOUT.reversed_items)
    answers = [
        {i: 6 - rating if isinstance(rating, int) else rating for i, rating in s.ratings.items()}
        for s in sessions
    ]
    upside_down = [
        Session(s.key, s.held_on, s.order, each) for s, each in zip(sessions, answers, strict=True)
    ]

    def told(readings):
        # The word that flat answers share is another; all else is the same.
        return [
            (r.score, r.usual_range, r.domain_ranges, [s for s in r.signals if s.kind != Kind.FLAT])
            for r in readings
        ]

    assert told(read(upside_down, prior=prior, layout=turned)) == told(read(sessions, prior=prior))


@FEWER
@given(series(), PRIOR)
def test_an_item_without_a_rating_counts_as_if_it_had_not_been_asked(sessions, prior):
    bare = [
        Session(
            s.key,
            s.held_on,
            s.order,
            {item: rating for item, rating in s.ratings.items() if isinstance(rating, int)},
        )
        for s in sessions
    ]

    assert read(bare, prior=prior) == read(sessions, prior=prior)


@given(series(), SENSITIVITY)
def test_every_signal_survives_being_stored(sessions, sensitivity):
    for reading in read(sessions, sensitivity=sensitivity):
        for signal in reading.signals:
            assert from_json(signal.to_json()) == signal


@given(st.integers(1, 5), st.integers(1, 30), SENSITIVITY)
def test_constant_series_has_no_drop_of_its_own(rating, sessions, sensitivity):
    readings = read(
        weekly([all_core(rating)] * sessions),
        prior=Prior(mean=25 * (rating - 1)),
        sensitivity=sensitivity,
    )

    assert raised(readings) == []
    assert all(r.usual_range.low <= r.score <= r.usual_range.high for r in readings[2:])


@pytest.mark.parametrize("rating", [1, 5])
def test_all_lowest_and_all_highest_settle_at_the_end_of_the_scale(rating):
    *_, last = read(weekly([all_items(rating)] * 40), layout=Layout(DOMAINS, CORE))

    assert last.score == 25 * (rating - 1)
    assert last.usual_range.low <= last.score <= last.usual_range.high
    assert last.phase is Phase.USUAL


def test_no_sessions_have_no_readings():
    assert read([]) == []


def test_one_session_has_a_score_and_neither_range_nor_signal():
    [reading] = read(weekly([all_core(2)]))

    assert reading.score == 25
    assert reading.usual_range is None
    assert reading.domain_ranges == {}
    assert reading.signals == ()


def test_five_thousand_sessions_read_like_a_few():
    pattern = [scoring(score) for score in (75, 72.5, 77.5, 80, 70)]
    sessions = weekly(pattern * 1_000)

    readings = read(sessions)

    assert len(readings) == 5_000
    assert readings[:60] == read(sessions[:60])
    assert readings[-1].usual_range.low < 75 < readings[-1].usual_range.high


def test_session_dated_between_two_others_takes_its_place():
    sessions = weekly([scoring(score) for score in (75, 77.5, 75, 72.5, 50, 75)])
    late = Session("late", FIRST_DAY + timedelta(days=10), 0, scoring(60))

    readings = read([*sessions, late])

    assert [r.key for r in readings] == [
        "s00000",
        "s00001",
        "late",
        "s00002",
        "s00003",
        "s00004",
        "s00005",
    ]
    assert readings == read([*sessions[:2], late, *sessions[2:]])
    assert readings[:2] == read(sessions)[:2]
    assert readings[3:] != read(sessions)[2:]


def test_two_sessions_on_one_day_go_by_their_order():
    day = FIRST_DAY + timedelta(days=70)
    before = weekly([scoring(75)] * 5)
    low = Session("a", day, 2, scoring(50))
    usual = Session("b", day, 1, scoring(75))

    readings = read([low, *before, usual])

    assert [r.key for r in readings[-2:]] == ["b", "a"]
    assert raised(readings)[-1] == (7, "drop")


@pytest.mark.parametrize(
    "nothing", [{}, all_core("unsure"), all_core("na"), {"boundaries-1": 2, "bond-2": 1}]
)
def test_session_with_no_core_answer_is_passed_over(nothing):
    scores = (75, 75, 75, 75, 50, 75)
    sessions = weekly([scoring(score) for score in scores])
    empty = Session("empty", FIRST_DAY + timedelta(days=15), 0, nothing)

    readings = read([*sessions, empty])
    [passed] = [r for r in readings if r.key == "empty"]

    assert (passed.score, passed.z, passed.signals) == (None, None, ())
    assert passed.usual_range == readings[4].usual_range
    assert [r for r in readings if r.key != "empty"] == read(sessions)


def test_edited_first_session_is_as_if_it_had_been_so_all_along():
    ratings = [scoring(score) for score in (40, 75, 75, 72.5, 77.5, 55)]
    sessions = weekly(ratings)
    edited = Session("s00000", FIRST_DAY, 0, scoring(75))

    readings = read([edited, *sessions[1:]])

    assert readings == read(weekly([scoring(75), *ratings[1:]]))
    assert readings != read(sessions)
    assert raised(readings) == [(6, "drop")]
    assert raised(read(sessions)) == []


def test_session_taken_out_is_as_if_it_had_never_been():
    sessions = weekly([scoring(score) for score in (75, 75, 50, 75, 77.5, 75)])

    assert read([*sessions[:2], *sessions[3:]]) == read([s for s in sessions if s.key != "s00002"])
    assert raised(read([*sessions[:2], *sessions[3:]])) == []


def test_prior_of_the_clinician_decides_what_is_low_at_first():
    sessions = weekly([scoring(score) for score in (75, 75, 62.5)])

    assert raised(read(sessions, prior=Prior(60, 6))) == []
    assert raised(read(sessions, prior=Prior(75, 4))) == [(3, "drop")]


@pytest.mark.parametrize(
    ("keen_from", "signals"), [(1, [(7, "drop")]), (7, [(7, "drop")]), (8, [])]
)
def test_new_sensitivity_counts_from_then_on(keen_from, signals):
    sessions = [
        Session(s.key, s.held_on, 0, s.ratings, Sensitivity.KEEN if number >= keen_from else None)
        for number, s in enumerate(weekly([scoring(75)] * 6 + [scoring(65), scoring(75)]), 1)
    ]

    assert [each for each in raised(read(sessions)) if each[1] == "drop"] == signals


def test_series_of_long_forms_compares_all_items():
    readings = read(weekly([all_items(4)] * 3))

    assert set(readings[-1].domain_scores) == set(DOMAINS)
    assert set(readings[-1].domain_ranges) == set(DOMAINS)


def test_from_the_first_short_form_on_only_core_items_are_compared():
    long_forms = [all_items(4)] * 5
    mixed = read(weekly([*long_forms, all_core(4), all_items(4)]))
    short = read(weekly([{i: r for i, r in all_items(4).items() if i in CORE}] * 7))

    assert mixed[:5] == read(weekly(long_forms))
    assert [r.domain_ranges for r in mixed[5:]] == [r.domain_ranges for r in short[5:]]
    assert [r.domain_scores for r in mixed[5:]] == [r.domain_scores for r in short[5:]]


def test_reading_tells_what_the_client_has_taught():
    *_, last = read(weekly([scoring(80)] * 6))

    assert last.learned.sessions == 6
    assert 75 < last.learned.level < 80
    assert set(last.learned.domains) == set(DOMAINS) - {"boundaries"}


@settings(max_examples=30)
@given(series(max_size=8), st.sampled_from(sorted(ITEMS)), st.sampled_from([0, 6, -3]))
def test_rating_off_the_scale_is_refused(sessions, item, rating):
    wrong = Session("x", FIRST_DAY, 0, {item: rating})

    with pytest.raises(ValueError, match="rating"):
        read([*sessions, wrong])
