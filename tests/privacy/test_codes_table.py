"""Codes for clients: two hundred that say nothing, two hundred that point at somebody."""

import random

import pytest

from alliance.logbook.codes import problem_with, suggest_code, tidy
from tests.privacy import sentences

pytestmark = pytest.mark.requirement("PRIV-01")


def good(draw):
    """What people who mean well would choose."""
    letter, number = draw.choice("ABCDEFHJKLMNPRSTVWXYZ"), draw.randint(1, 999)
    return draw.choice(
        [
            f"{letter}-{number}",
            f"{letter}{number:03d}",
            f"{draw.randint(1, 9)}-{number:02d}",
            f"{letter}{draw.choice('BCDFGH')}-{number}",
            f"{number}{letter}",
            f"{letter}.{number}",
            f"{letter} {number}",
            suggest_code(taken=set()),
        ]
    )


def bad(draw):
    day, month, year = draw.randint(1, 28), draw.randint(1, 12), draw.randint(1940, 2012)
    name, surname = draw.choice(sentences.UNKNOWN), draw.choice(sentences.SURNAMES)
    initials = name[0] + surname[0]
    return draw.choice(
        [
            sentences.MAKERS["email"](draw)[:20],
            f"{name.lower()}@x.example",
            sentences.MAKERS["phone"](draw),
            sentences.MAKERS["digits"](draw),
            f"{day:02d}/{month:02d}/{year}",
            f"{day}.{month}.{year % 100:02d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{day:02d}{month:02d}{year}",
            f"{day:02d}{month:02d}{year % 100:02d}",
            name,
            f"{name} {surname[0]}",
            f"{surname} 3",
            f"{initials}-{year}",
            f"{initials}{year}",
            f"{name[0]}.{surname[0]}.",
            initials,
            f"{name}-{draw.randint(1, 99)}",
        ]
    )


def drawn(make_one, *, count, seed):
    draw, codes = random.Random(seed), set()
    while len(codes) < count:
        codes.add(make_one(draw))
    return sorted(codes)


@pytest.mark.parametrize("seed", [1, 2])
def test_of_two_hundred_bad_codes_none_is_taken(seed):
    taken = [code for code in drawn(bad, count=200, seed=seed) if not problem_with(tidy(code))]

    assert taken == []


@pytest.mark.parametrize("seed", [1, 2])
def test_of_two_hundred_good_codes_hardly_one_is_refused(seed):
    refused = [code for code in drawn(good, count=200, seed=seed) if problem_with(tidy(code))]

    assert len(refused) <= 4, refused
