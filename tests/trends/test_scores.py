import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.trends.scores import domain_scores, session_score
from tests.trends.building import CORE, DOMAINS, LAYOUT, all_core

RATING = st.one_of(st.integers(1, 5), st.sampled_from(["unsure", "na"]))


@pytest.mark.parametrize(
    ("ratings", "score"),
    [
        ({"a": 1, "b": 1}, 0),
        ({"a": 5, "b": 5}, 100),
        ({"a": 4, "b": 3}, 62.5),
        ({"a": 4, "b": "unsure"}, 75),
        ({"a": 4, "b": "na"}, 75),
        ({"a": 4}, 75),
        ({"a": 4, "other": 1}, 75),
        ({"a": "unsure", "b": "na"}, None),
        ({}, None),
    ],
)
def test_score_is_the_mean_of_what_was_rated(ratings, score):
    assert session_score(ratings, {"a", "b"}) == score


def test_reversed_item_counts_as_six_less_its_rating():
    assert session_score({"a": 5, "b": 1}, {"a", "b"}, {"b"}) == 100


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_number_outside_the_scale_is_refused(rating):
    with pytest.raises(ValueError, match="1, 2, 3, 4 or 5"):
        session_score({"a": rating}, {"a"})
    with pytest.raises(ValueError, match=r"1, 2, 3, 4 or 5|range\(0, 256\)"):
        LAYOUT.whole_form.answers({"fit-1": rating})


def test_domain_without_a_rating_has_no_score():
    scores = domain_scores({"welcome-1": 3, "goals-1": 5, "goals-2": 4, "fit-1": "na"}, DOMAINS)

    assert scores == {"welcome": 50, "goals": 87.5}


@given(st.dictionaries(st.sampled_from(sorted(CORE)), RATING))
def test_score_stays_on_its_scale(ratings):
    score = session_score(ratings, CORE)

    assert score is None or 0 <= score <= 100


@given(st.dictionaries(st.sampled_from(sorted(CORE)), RATING))
def test_turning_every_item_and_every_rating_changes_nothing(ratings):
    turned = {i: 6 - rating if isinstance(rating, int) else rating for i, rating in ratings.items()}

    assert session_score(turned, CORE, CORE) == session_score(ratings, CORE)


def test_unknown_answers_are_no_rating():
    assert session_score(all_core("unsure"), CORE) is None
    assert set(LAYOUT.core_form.answers(all_core("na"))) == {0}
