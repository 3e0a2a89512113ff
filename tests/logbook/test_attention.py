from datetime import timedelta

import pytest

from alliance.logbook.models import Absence, Client, Signal
from alliance.logbook.queries.attention import caseload_attention
from alliance.logbook.services.absences import note_absence
from alliance.logbook.services.signals import answer_signal
from alliance.trends.attention import Reason
from tests import make

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)
TODAY = make.TODAY


@pytest.fixture
def member():
    return make.member()


def steady(member, *, last=TODAY, **fields):
    about = make.client(of=member, **fields)
    make.series(about, count=6, last=last)
    return about


def dropped(member, *, value=1, before=6):
    about = make.client(of=member)
    make.series(about, count=before, last=TODAY - WEEK)
    make.log(of=about, ratings=make.ratings(value))
    return about


def weighed(member, *, on=TODAY):
    return caseload_attention(member, on=on)


def reasons(member, *, on=TODAY):
    return {case.code: case.mark.reason for case in weighed(member, on=on).marked}


def test_each_reason_marks_its_client_and_they_come_in_order(member):
    ending = steady(member)
    Client.objects.filter(pk=ending.pk).update(contexts=["ending"])
    missing = steady(member, last=TODAY - WEEK - timedelta(days=2))
    gap = steady(member, last=TODAY - 4 * WEEK)
    first = make.client(of=member)
    drop = dropped(member)
    rupture = steady(member)
    make.log(of=rupture, rupture=make.rupture())
    quiet = steady(member)

    found = weighed(member)

    assert [case.mark.reason for case in found.marked] == list(Reason)[:2] + list(Reason)[3:]
    cases = [case.code for case in found.marked]
    assert cases == [each.code for each in (rupture, drop, first, gap, missing, ending)]
    assert found.rest == [quiet.pk]


def test_a_decline_marks_its_client(member):
    about = steady(member, last=TODAY - 4 * WEEK)
    a_little_lower = {"goals_wants": 3, "tasks_together": 3}
    lower_still = {"bond_pace": 3, "fit_equipped": 3}
    for weeks_ago, low in [(3, {}), (2, {}), (1, {}), (0, lower_still)]:
        ratings = make.ratings(4, **a_little_lower, **low)
        make.log(of=about, held_on=TODAY - weeks_ago * WEEK, ratings=ratings)

    assert reasons(member) == {about.code: Reason.DECLINE}


def test_a_mark_explains_itself_and_a_signal_can_be_answered(member):
    about = dropped(member)

    case = weighed(member).marked[0]

    assert case.signal_id == Signal.objects.of_client(about).get(kind="drop").pk
    assert case.why.sentence == f"This session sits clearly below {about.code}’s usual range."
    assert case.why.rule
    assert case.why.numbers
    assert case.why.chance
    assert case.sessions_since == 0


def test_each_other_mark_says_its_rule_and_its_numbers(member):
    gap = steady(member, last=TODAY - 4 * WEEK)

    why = weighed(member).marked[0].why

    assert why.sentence == "You have not met for a while."
    assert "after 21 days" in why.rule
    assert why.numbers == "Last seen on 22 October 2026, 28 days ago."
    assert gap.code not in why.numbers


def test_an_answered_signal_leaves_and_one_put_off_comes_back(member):
    about = dropped(member)
    signal = Signal.objects.of_client(about).get(kind="drop")

    answer_signal(signal, answer=Signal.Answer.REMIND, by=member)
    assert reasons(member) == {}

    make.log(of=about, held_on=TODAY + WEEK, ratings=make.ratings(1))
    assert reasons(member, on=TODAY + WEEK) == {about.code: Reason.DROP}

    answer_signal(signal, answer=Signal.Answer.NOT_THIS_TIME, by=member)
    assert reasons(member, on=TODAY + WEEK) == {}


def test_a_drop_that_was_recovered_from_leaves(member):
    about = dropped(member)

    make.log(of=about, held_on=TODAY + WEEK)

    assert reasons(member, on=TODAY + WEEK) == {}


def test_noted_absences_keep_a_client_among_the_quiet(member):
    about = steady(member, last=TODAY - 4 * WEEK)
    assert reasons(member) == {about.code: Reason.LONG_GAP}

    note_absence(
        about, kind=Absence.Kind.PAUSE, starts_on=TODAY - 4 * WEEK + timedelta(days=1), by=member
    )

    assert reasons(member) == {}


def test_more_than_three_signals_are_held_back_in_one_line(member):
    for _number in range(5):
        dropped(member)

    found = weighed(member)

    assert len(found.marked) == 3
    assert len(found.held_back) == 2
    assert found.held_back_line.startswith("2 more clients have a signal.")
    assert weighed(make.member()).held_back_line == ""


def test_other_peoples_clients_and_closed_ones_are_not_weighed(member):
    dropped(make.member(of=member.clinic))
    closed = dropped(member)
    make.clients.close_client(closed, reason="completed", on=TODAY, by=member)

    found = weighed(member)

    assert (found.marked, found.rest) == ([], [])


def test_it_takes_five_queries_however_many_clients(member, django_assert_num_queries):
    for _number in range(4):
        dropped(member)
        make.log(of=steady(member), rupture=make.rupture())

    with django_assert_num_queries(5):
        weighed(member)
