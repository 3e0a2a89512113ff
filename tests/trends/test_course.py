import pytest

from alliance.trends.course import CourseCode, course, course_sentence
from tests.trends.building import read, scoring, varied, weekly

STEADY = [75, 77.5, 72.5, 75, 77.5, 75, 72.5, 75]


def course_of(*scores):
    return course(read(weekly([varied(score, turn=at) for at, score in enumerate(scores)])))


def said(*scores):
    return course_sentence(course_of(*scores)).text()


def test_two_sessions_are_too_early():
    assert said() == "Too early to say."
    assert said(75, 20) == "Too early to say."


def test_before_the_sixth_session_steady_means_so_far():
    assert said(*STEADY[:4]) == "Steady so far."


def test_nothing_but_the_usual_is_steady():
    assert said(*STEADY) == "Steady."


def test_open_dip_is_said_with_its_month():
    assert said(*STEADY, 50, 52.5) == "In a dip since March."


def test_one_low_session_is_called_no_dip():
    assert said(*STEADY, 50) == "Lower last time; one session is not a course."


def test_a_rise_is_not_said_where_the_latest_session_fell_below_it():
    found = course_of(*STEADY, 82.5, 85, 82.5, 85, 90, 72.5)

    assert found.code is not CourseCode.HIGHER


def test_dip_that_was_recovered_from_is_a_dip_and_back():
    assert said(*STEADY, 50, 52.5, 75) == "A dip in March, and back."


def test_two_such_dips_are_counted():
    found = course_of(*STEADY, 50, 75, 77.5, 75, 50, 75)

    assert (found.code, found.dips) == (CourseCode.DIPS_AND_BACK, 2)
    assert course_sentence(found).text() == "2 dips since March, and back each time."


def test_old_dip_is_forgotten():
    assert said(*STEADY, 50, 75, *STEADY, *STEADY) == "Steady."


def test_decline_that_holds_is_lower_since_its_first_session():
    found = course_of(*STEADY, 70, 67.5, 67.5, 67.5, 67.5)

    assert found.code is CourseCode.LOWER
    assert course_sentence(found).text() == "Lower since March."


def test_improvement_that_holds_is_higher():
    assert said(*STEADY, 82.5, 85, 82.5, 85, 82.5) == "Higher since March."


def test_decline_that_did_not_hold_is_not_said():
    assert course_of(*STEADY, 70, 67.5, 67.5, 67.5, 75, 75, 77.5, 75).code is not CourseCode.LOWER


def test_dip_that_became_the_level_is_lower_since_the_dip():
    found = course_of(*STEADY, 50, 52.5, 50, 47.5, 50, 52.5, 50)

    assert found.code is CourseCode.LOWER
    assert course_sentence(found).text() == "Lower since March."


def test_answers_all_alike_say_little():
    copied = course(read(weekly([scoring(75)] * 6)))

    assert copied.code is CourseCode.ALIKE


def test_month_of_another_year_carries_its_year():
    named = course_sentence(
        course_of(*STEADY, 50, 52.5), month=lambda day, with_year: f"{day:%m}{with_year}"
    )

    assert named.text() == "In a dip since 03False."


@pytest.mark.parametrize("code", list(CourseCode))
def test_every_code_has_words(code):
    found = course_of(*STEADY, 50)
    sentence = course_sentence(type(found)(code, found.since, 2, found.last_on))

    assert "%" not in sentence.text()
