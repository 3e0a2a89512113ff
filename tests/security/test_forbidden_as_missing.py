"""What one may not see and what does not exist take the same time to say so."""

import statistics
import time

import pytest
from django.utils import timezone

from tests import routes
from tests.access_roles import AUTHOR, READERS, WRITER
from tests.access_table import TABLE
from tests.asking import browser_of
from tests.test_access_matrix import without_ids

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("AUTHZ-02")]
HIDDEN = [name for name, (get, _post) in TABLE.items() if get in (READERS, WRITER, AUTHOR)]


def asked(browser, path):
    """In the time of the processor: the answer, and the milliseconds it took."""
    began = time.process_time()
    answer = browser.get(path)
    return answer, 1000 * (time.process_time() - began)


@pytest.mark.parametrize("role", ["peer", "stranger"])
def test_a_hidden_id_and_an_unknown_one_are_told_apart_by_nothing(role, how_many, tried):
    world = routes.build_world(today=timezone.localdate())
    browser, prefix = browser_of(world, role)
    unknown = routes.unknown_ids() | {"card": world.ids["card"]}
    hidden_took, missing_took = [], []
    count = how_many(60, full=500)
    for number in range(-len(HIDDEN), count):
        name = HIDDEN[number % len(HIDDEN)]
        paths = [prefix + routes.path_of(name, ids) for ids in (world.ids, unknown)]
        first = number % 2
        told = {which: asked(browser, paths[which]) for which in (first, 1 - first)}
        (hidden, hidden_ms), (missing, missing_ms) = told[0], told[1]
        assert hidden.status_code == missing.status_code == 404
        assert without_ids(hidden, world.ids) == without_ids(missing, unknown)
        assert hidden.headers.keys() == missing.headers.keys()
        # Once round first, to warm what is only slow the first time.
        if number >= 0:
            hidden_took.append(hidden_ms)
            missing_took.append(missing_ms)

    tried(count)
    medians = statistics.median(hidden_took), statistics.median(missing_took)
    assert abs(medians[0] - medians[1]) < max(2, 0.1 * min(medians)), medians
    assert is_noise(hidden_took, missing_took), medians


def is_noise(ones, others):
    """Mann-Whitney: whether two samples this different come by chance once in a thousand times."""
    ranks = {value: rank for rank, value in enumerate(sorted(ones + others), start=1)}
    n, m = len(ones), len(others)
    u = sum(ranks[value] for value in ones) - n * (n + 1) / 2
    spread = (n * m * (n + m + 1) / 12) ** 0.5
    return abs(u - n * m / 2) / spread < 3.29


def test_the_comparison_sees_a_difference():
    usual = [10 + number % 7 for number in range(60)]

    assert is_noise(usual, usual)
    assert not is_noise(usual, [took + 3 for took in usual])
