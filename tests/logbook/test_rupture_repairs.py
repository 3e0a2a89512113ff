"""Ruptures across sessions: how long a repair took, and what helped before."""

from datetime import timedelta

import pytest

from alliance.logbook.models import Rupture
from alliance.logbook.queries.ruptures import time_to_repair, what_helped_before
from alliance.logbook.services.clients import trash_client
from alliance.logbook.services.logs import trash_log
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

WEEK = timedelta(weeks=1)
LABELS = make.repair_steps()
STEPS = tuple(LABELS)


# --- time to repair ---------------------------------------------------------------------------


def test_a_repair_takes_sessions_and_days():
    about = make.client()
    rupture = make.opened_rupture(about)
    make.log(of=about, held_on=make.MONTH_AGO + WEEK)
    make.taken_up(rupture, on=make.MONTH_AGO + 2 * WEEK, status="partly")
    make.taken_up(rupture, on=make.MONTH_AGO + 3 * WEEK, status="repaired")

    took = time_to_repair(Rupture.objects.get())

    assert (took.sessions, took.days) == (3, 21)
    assert took.words == "Repaired after 3 sessions, 21 days later."


def test_a_rupture_repaired_at_once_took_none():
    rupture = make.opened_rupture(make.client(), status="repaired")

    assert time_to_repair(rupture).words == "Repaired in the same session."


@pytest.mark.parametrize("status", ["open", "partly", "let_go"])
def test_what_is_not_repaired_has_no_time_to_repair(status):
    assert time_to_repair(make.opened_rupture(make.client(), status=status)) is None


# --- what helped before -----------------------------------------------------------------------


def test_what_helped_before_is_told_newest_first_with_this_client_and_with_others():
    member = make.member()
    about, other = make.client(of=member), make.client(of=member)
    first = make.repaired_rupture(about, on=make.TODAY - 2 * WEEK, tried=STEPS[:2])
    second = make.repaired_rupture(about, on=make.TODAY - WEEK)
    elsewhere = make.repaired_rupture(other, tried=STEPS[2:3])

    helped = what_helped_before(make.opened_rupture(about, make.TODAY), by=member)

    assert [repair.rupture_id for repair in helped.here] == [second.pk, first.pk]
    assert [repair.rupture_id for repair in helped.elsewhere] == [elsewhere.pk]


def test_the_repair_steps_that_went_before_are_kept_in_order_and_once():
    member = make.member()
    about = make.client(of=member)
    rupture = make.opened_rupture(about, repair_steps=STEPS[:1])
    make.taken_up(
        rupture, on=make.MONTH_AGO + WEEK, status="partly", repair_steps=(*STEPS[:2], "none_yet")
    )
    make.taken_up(rupture, status="repaired", repair_steps=STEPS[2:3])

    helped = what_helped_before(make.opened_rupture(about, make.TODAY), by=member)

    assert helped.here[0].tried == tuple(LABELS[step] for step in STEPS[:3])


def test_other_peoples_repairs_and_what_was_let_go_helped_nobody():
    clinic = make.clinic()
    member = make.member(of=clinic)
    make.repaired_rupture(make.client(of=make.member(of=clinic)))
    make.opened_rupture(make.client(of=member), status="let_go")

    assert not what_helped_before(make.opened_rupture(make.client(of=member)), by=member)


def test_a_repair_in_the_trash_helped_nobody():
    member = make.member()
    rupture = make.repaired_rupture(make.client(of=member))
    trash_log(rupture.opened_in, by=member)

    assert not what_helped_before(make.opened_rupture(make.client(of=member)), by=member)


def test_repairs_with_a_client_in_the_trash_are_not_told():
    member = make.member()
    rupture = make.repaired_rupture(make.client(of=member))
    trash_client(rupture.client, by=member)

    assert not what_helped_before(make.opened_rupture(make.client(of=member)), by=member)


def test_what_helped_before_takes_three_queries(django_assert_num_queries):
    member = make.member()
    about = make.client(of=member)
    for each in (about, about, make.client(of=member), make.client(of=member)):
        make.repaired_rupture(each, tried=STEPS[:2])
    rupture = make.opened_rupture(about, make.TODAY)

    with django_assert_num_queries(3):
        what_helped_before(rupture, by=member)
