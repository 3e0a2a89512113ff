from datetime import timedelta

import pytest

from tests import make
from tests.browse import LIST_QUERIES, counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


def page_of(client, member):
    client.force_login(member.user)
    return client.get(f"/c/{member.clinic.slug}/growth/")


def text_of(client, member):
    page = page_of(client, member)
    assert page.status_code == 200
    return page.content.decode()


def sessions(member, *, count, last=make.TODAY, **low):
    """Weekly sessions with one client of `member`, some statements apart from the rest."""
    about = make.client(of=member)
    for week in range(count):
        day = last - timedelta(weeks=week)
        make.log(of=about, held_on=day, ratings=make.ratings(4, **low))
    return about


def test_before_eight_sessions_it_says_how_many_are_missing(client):
    member = make.member()
    sessions(member, count=7)

    assert "After 1 more rated session you see" in text_of(client, member)


def test_from_the_eighth_on_it_says_what_sits_low(client):
    member = make.member()
    sessions(member, count=4, repair_noticed=2)
    sessions(member, count=4, repair_noticed=2)

    text = text_of(client, member)

    assert "8 rated sessions" in text
    assert "“A little” on average, your other answers “Mostly”." in text
    assert text.count('<li class="edge">') == 2  # the statement, and its domain with it


def test_a_reversed_statement_is_told_as_it_was_answered(client):
    member = make.member()
    sessions(member, count=8, emotion_carried=5)  # the client seemed to look after me: Fully

    text = text_of(client, member)

    assert "“Fully” on average; of this statement less is better." in text
    assert "Fully, 8 sessions" in text
    assert "Not at all, 8 sessions" not in text


def test_what_has_moved_in_the_last_two_months_is_said(client):
    member = make.member()
    about = sessions(member, count=10, last=make.TODAY - timedelta(days=70), tasks_together=2)
    for week in range(10):
        make.log(of=about, held_on=make.TODAY - timedelta(days=5 * week))

    assert "Higher in the last two months than before." in text_of(client, member)


def test_even_answers_are_said_to_be_even(client):
    member = make.member()
    sessions(member, count=8)

    assert "Nothing stands out" in text_of(client, member)


def test_nobody_elses_sessions_go_in(client):
    member = make.member()
    colleague = make.member(of=member.clinic)
    sessions(member, count=7)
    sessions(colleague, count=8, repair_noticed=1)

    assert "too little to see" in text_of(client, member)


def test_neither_does_the_trash_nor_what_is_older_than_a_year_or_was_not_rated(client):
    member = make.member()
    about = sessions(member, count=8)
    make.log(of=about, held_on=make.TODAY - timedelta(days=366))
    make.log(of=about, ratings={})
    first = about.logs.first()
    make.logs.trash_log(first, by=member)

    assert "After 1 more rated session" in text_of(client, member)


def test_sessions_with_a_single_answer_leave_the_page_whole(client):
    member = make.member()
    about = make.client(of=member)
    for week, item in enumerate(make.ratings()):
        day = make.TODAY - timedelta(weeks=week)
        make.log(of=about, held_on=day, ratings={item: 3})

    assert "Nothing stands out" in text_of(client, member)


def test_a_statement_with_one_month_of_sessions_has_no_line(client):
    member = make.member()
    about = make.client(of=member)
    for day in range(8):
        make.log(of=about, held_on=make.TODAY - timedelta(days=day))

    assert "Mostly, 8 sessions" in text_of(client, member)


def test_the_page_takes_one_query_beyond_the_fixed_cost(client):
    member = make.member()
    sessions(member, count=5)
    sessions(member, count=5)
    client.force_login(member.user)

    with counted() as statements:
        client.get(f"/c/{member.clinic.slug}/growth/")

    assert len(statements) == LIST_QUERIES + 1


def test_it_is_for_those_who_log_sessions(client):
    assert page_of(client, make.member(roles="supervisor admin")).status_code == 403
