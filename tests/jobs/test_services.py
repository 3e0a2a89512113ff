import logging
from datetime import UTC, datetime, timedelta

import pytest

from alliance.jobs.models import Run
from alliance.jobs.services import AGAIN_AFTER, Done, Work, run_due

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOURLY = timedelta(hours=1)


@pytest.fixture
def times():
    """When the work was done."""
    return []


@pytest.fixture
def work(times):
    def do(now):
        times.append(now)
        return 3

    return Work(name="sweep", every=HOURLY, do=do)


def run(*works, at=NOON, is_stopping=lambda: False):
    return run_due(works, now=lambda: at, is_stopping=is_stopping)


def test_work_that_never_ran_is_due(work, times):
    done = run(work)

    assert done == (Done(name="sweep", rows=3),)
    assert times == [NOON]


@pytest.mark.parametrize(("minutes", "runs"), [(59, 1), (60, 2)])
def test_work_is_due_again_after_its_time(work, times, minutes, runs):
    run(work)

    run(work, at=NOON + timedelta(minutes=minutes))

    assert len(times) == runs


def test_work_that_another_worker_has_begun_is_left_to_it(work, times):
    Run.objects.create(name="sweep", started_at=NOON)

    assert run(work, at=NOON + timedelta(seconds=1)) == ()
    assert times == []


def test_work_whose_worker_was_killed_is_done_again(work, times):
    Run.objects.create(name="sweep", started_at=NOON)

    run(work, at=NOON + AGAIN_AFTER)

    assert len(times) == 1


def test_work_begun_by_a_clock_far_ahead_does_not_wait_for_that_day(work, times):
    ahead = NOON + timedelta(days=400)
    Run.objects.create(name="sweep", started_at=ahead, finished_at=ahead)

    run(work)

    assert times == [NOON]


def broken(now):
    raise ValueError("what somebody wrote")


def test_work_that_fails_holds_up_no_other_and_is_tried_again(work, times):
    failing = Work(name="fails", every=HOURLY, do=broken)

    done = run(failing, work)

    assert [one.name for one in done] == ["sweep"]
    assert Run.objects.get(name="fails").finished_at is None


def test_what_is_logged_of_a_failure_carries_no_words(caplog):
    with caplog.at_level(logging.DEBUG):
        run(Work(name="fails", every=HOURLY, do=broken))

    assert "fails failed: ValueError" in caplog.text
    assert "what somebody wrote" not in caplog.text


def test_nothing_new_is_begun_once_it_is_told_to_stop(work, times):
    assert run(work, is_stopping=lambda: True) == ()
    assert times == []
