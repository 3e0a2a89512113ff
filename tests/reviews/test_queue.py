"""The queue: what waits, in which order, and why."""

import uuid
from datetime import timedelta

import pytest

from alliance.audit.services import note_reading
from alliance.logbook.models import SessionLog
from alliance.logbook.services import logs
from alliance.people import services as people
from alliance.reviews.queries.queue import DISCUSS, PAGE_SIZE, SIGNED, queue
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import discuss, sign_off
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


def rows(pair, **asked):
    return queue(pair.supervisor, today=make.TODAY, **asked).rows


def logged(pair, days_ago: int, about=None, **fields) -> SessionLog:
    held_on = make.TODAY - timedelta(days=days_ago)
    return make.log(of=about or pair.about, held_on=held_on, **fields)


def test_questions_come_first_then_ruptures_then_what_has_waited_longest(pair):
    quiet = make.client(of=pair.trainee)
    older = logged(pair, 5, about=quiet)
    newer = logged(pair, 1, about=quiet)
    strained = logged(pair, 2, rupture=make.rupture())
    asking = logged(pair, 0, about=make.client(of=pair.trainee), for_supervision=True)

    found = rows(pair)

    assert [row.log_id for row in found] == [asking.pk, strained.pk, older.pk, newer.pk]
    assert [row.why for row in found] == ["Asks for supervision", "Open rupture", "", ""]


def test_a_drop_is_told_before_a_session_like_any_other(pair):
    plain = logged(pair, 3, about=make.client(of=pair.trainee))
    make.falling(pair.about)

    found = rows(pair)

    assert found[0].why == "Drop"
    assert plain.pk in [row.log_id for row in found[1:]]


def test_an_answer_brings_a_log_up_until_it_is_read(pair):
    waiting = logged(pair, 9, about=make.client(of=pair.trainee))
    log = logged(pair, 0)
    add_comment(log, text="It went better.", submission=uuid.uuid4(), by=pair.trainee)
    assert [row.log_id for row in rows(pair)] == [log.pk, waiting.pk]
    assert rows(pair)[0].why == "New answer"

    note_reading(log, by=pair.supervisor)
    assert rows(pair)[0].why == "New answer"

    pair.read.read(f"/reviews/{log.pk}/")

    assert [row.log_id for row in rows(pair)] == [waiting.pk, log.pk]


def test_signing_off_and_discussing_move_a_log_to_its_own_list(pair):
    signed, discussed, waiting = logged(pair, 1), logged(pair, 2), logged(pair, 3)
    sign_off(signed, version=1, by=pair.supervisor)
    discuss(discussed, by=pair.supervisor)

    listed = queue(pair.supervisor, today=make.TODAY)

    assert [row.log_id for row in listed.rows] == [waiting.pk]
    assert listed.counts == {"waiting": 1, "discuss": 1, "signed": 1}
    assert [row.log_id for row in rows(pair, state=DISCUSS)] == [discussed.pk]
    assert [row.log_id for row in rows(pair, state=SIGNED)] == [signed.pk]


def test_a_log_that_was_amended_after_sign_off_waits_again(pair):
    log = logged(pair, 1)
    sign_off(log, version=1, by=pair.supervisor)

    logs.change_log(log, entry=make.entry(held_on=log.held_on), version=1, by=pair.trainee)

    assert rows(pair)[0].why == "Amended since sign-off"


def test_what_was_not_opened_since_it_changed_is_new(pair):
    log = logged(pair, 1)
    assert rows(pair)[0].is_new
    note_reading(log, by=pair.supervisor)
    assert not rows(pair)[0].is_new

    logs.change_log(log, entry=make.entry(held_on=log.held_on), version=1, by=pair.trainee)

    assert rows(pair)[0].is_new


def test_one_trainee_can_be_asked_for(pair):
    other = make.member(of=pair.clinic)
    make.supervision(pair.supervisor, other)
    logged(pair, 1)
    theirs = logged(pair, 2, about=make.client(of=other))

    assert [row.log_id for row in rows(pair, trainee_id=other.pk)] == [theirs.pk]
    assert len(rows(pair, trainee_id=uuid.uuid4())) == 2


def test_held_back_and_trashed_logs_do_not_wait(pair):
    held, trashed = logged(pair, 1), logged(pair, 2)
    SessionLog.objects.filter(pk=held.pk).update(held_back_until=make.TODAY + timedelta(days=1))
    logs.trash_log(trashed, by=pair.trainee)

    assert rows(pair) == ()


def test_nothing_waits_when_supervision_is_over(pair):
    logged(pair, 1)
    supervision = pair.trainee.supervisions_received.get()
    people.end_supervision(supervision, on=make.TODAY, by=pair.supervisor)

    assert rows(pair) == ()


@pytest.mark.parametrize("count", [2, 30])
def test_the_page_costs_the_same_for_two_logs_and_for_thirty(pair, count):
    for number in range(count):
        logged(pair, number % 20, rupture=make.rupture() if number % 2 else None)

    with counted() as statements:
        page = pair.read.read("/reviews/")

    assert page.count('class="avatar" aria-hidden="true"') >= min(count, PAGE_SIZE)
    assert len(statements) - LIST_QUERIES == 3


def test_an_empty_queue_says_so(pair):
    assert "Nothing waiting for you." in pair.read.read("/reviews/")


def test_a_page_beyond_the_last_and_odd_addresses_are_answered(pair):
    logged(pair, 1)

    for query in ("?page=999999999999", "?page=x", "?state=x", "?trainee=x", "?page=0"):
        assert pair.read.get(f"/reviews/{query}").status_code == 200


def test_a_clinician_has_no_queue(pair, client):
    assert Browser(client, pair.trainee).get("/reviews/").status_code == 403
