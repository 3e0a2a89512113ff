import pytest

from alliance.logbook.codes import CodeProblem, problem_with, suggest_code, tidy


@pytest.mark.parametrize(
    "code", ["K-14", "B31", "2-07", "C 014", "AB-12", "X/9", "CLT-014", "7", "M_03", "K-1.2"]
)
def test_a_code_that_means_nothing_is_taken(code):
    assert problem_with(tidy(code)) is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", CodeProblem.EMPTY),
        ("tom@clinic.example", CodeProblem.EMAIL),
        ("JS-1984", CodeProblem.BIRTH_DATE),
        ("12.05.84", CodeProblem.BIRTH_DATE),
        ("19840512", CodeProblem.BIRTH_DATE),
        ("020 7946 0001", CodeProblem.PHONE),
        ("Ines", CodeProblem.NAME),
        ("Tom-3", CodeProblem.NAME),
        ("Ö-14", CodeProblem.NAME),
        ("MS", CodeProblem.INITIALS),
        ("J.S.", CodeProblem.INITIALS),
        ("K#14", CodeProblem.CHARACTERS),
        ("-14", CodeProblem.CHARACTERS),
    ],
)
def test_a_code_that_points_at_a_person_is_refused_with_its_reason(code, problem):
    assert problem_with(tidy(code)) is problem


def test_an_offered_code_is_free_and_fit():
    taken = {
        f"{letter}-{number:02d}" for letter in "ABCDEFHJKLMNPRSTVWXYZ" for number in range(100)
    }

    code = suggest_code(taken=taken)

    assert code not in taken
    assert problem_with(code) is None
