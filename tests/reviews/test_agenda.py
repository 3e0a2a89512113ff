"""The agenda of a supervision: for its two sides, and nobody else."""

import uuid

import pytest

from alliance.logbook.models import SessionLog
from alliance.reviews.models import AgendaItem, SupervisionSession
from alliance.reviews.services import agenda
from alliance.reviews.services.sign_offs import discuss
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db


def put(pair, text="Dates for the summer", *, by=None, submission=None) -> AgendaItem:
    return agenda.put_on_agenda(
        pair.supervisor,
        pair.trainee,
        text=text,
        submission=submission or uuid.uuid4(),
        by=by or pair.trainee,
    )


def page_of(client, pair, *, by) -> str:
    other = pair.trainee if by == pair.supervisor else pair.supervisor
    return Browser(client, by).read(f"/agenda/{other.pk}/")


def test_what_either_side_puts_down_both_see(client, pair):
    put(pair, "Dates for the summer")
    put(pair, "The recording", by=pair.supervisor)

    for side in (pair.trainee, pair.supervisor):
        page = page_of(client, pair, by=side)
        assert "Dates for the summer" in page
        assert "The recording" in page


def test_words_are_sealed(pair):
    item = put(pair, "Dates for the summer")
    agenda.tick_off(item, agreed="The second week", by=pair.supervisor)

    item.refresh_from_db()
    assert b"summer" not in bytes(item.text)
    assert b"second" not in bytes(item.agreed)


def test_a_log_to_discuss_comes_with_its_question(client, pair):
    log = make.log(of=pair.about, for_supervision=True, supervision_question="How do I go back?")
    discuss(log, by=pair.supervisor)

    page = page_of(client, pair, by=pair.supervisor)

    assert pair.about.code in page
    assert "How do I go back?" in page


def test_a_log_that_is_held_back_meanwhile_is_left_out_for_the_other_side(client, pair):
    log = make.log(of=pair.about)
    discuss(log, by=pair.supervisor)
    SessionLog.objects.update(held_back_until="2099-01-01")

    assert pair.about.code not in page_of(client, pair, by=pair.supervisor)
    assert pair.about.code in page_of(client, pair, by=pair.trainee)


def test_ticked_off_with_what_was_agreed_and_carried_over(client, pair):
    item = put(pair)
    browser = Browser(client, pair.trainee)

    browser.post(f"/agenda/items/{item.pk}/tick/", {"agreed": "The second week"})
    ticked = page_of(client, pair, by=pair.supervisor)
    Browser(client, pair.supervisor).post(f"/agenda/items/{item.pk}/carry-over/")
    carried = page_of(client, pair, by=pair.supervisor)

    assert ticked.index("Talked about") < ticked.index("The second week")
    assert "Agreed before: The second week" in carried


def test_one_form_puts_one_thing_down(client, pair):
    fields = {"text": "Dates", "submission": str(uuid.uuid4())}
    browser = Browser(client, pair.trainee)

    for _press in range(2):
        browser.post(f"/agenda/{pair.supervisor.pk}/", fields)

    assert AgendaItem.objects.count() == 1


def test_nobody_else_sees_it(client, pair):
    put(pair)
    other = make.member(of=pair.clinic, roles="clinician supervisor admin")

    for member in (pair.trainee, pair.supervisor):
        assert Browser(client, other).get(f"/agenda/{member.pk}/").status_code == 404


def test_it_closes_when_supervision_ends(client, pair):
    item = put(pair)
    pair.trainee.supervisions_received.update(ends_on=make.MONTH_AGO)
    browser = Browser(client, pair.supervisor)

    assert browser.get(f"/agenda/{pair.trainee.pk}/").status_code == 404
    assert browser.post(f"/agenda/items/{item.pk}/tick/").status_code == 404


def supervision_log(client, pair, *, by, **fields):
    other = pair.trainee if by == pair.supervisor else pair.supervisor
    values = {
        "held_on": str(make.LAST_WEEK),
        "minutes": "60",
        "domain-listening": "4",
        "note": "We were slow, and that was good.",
        "submission": str(uuid.uuid4()),
    }
    return Browser(client, by).post(f"/agenda/{other.pk}/log/", values | fields)


def test_both_log_how_supervision_was_and_both_read_it(client, pair):
    supervision_log(client, pair, by=pair.trainee)
    supervision_log(client, pair, by=pair.supervisor, note="I talked too much.")

    page = page_of(client, pair, by=pair.trainee)

    assert SupervisionSession.objects.count() == 2
    assert "We were slow, and that was good." in page
    assert "I talked too much." in page
    assert b"slow" not in bytes(SupervisionSession.objects.earliest("pk").note)


@pytest.mark.parametrize(
    "change",
    [{"held_on": "2099-01-01"}, {"minutes": "0"}, {"domain-listening": "6"}, {"note": "x" * 4001}],
)
def test_what_makes_no_sense_is_told_and_the_note_is_kept(client, pair, change):
    answer = supervision_log(client, pair, by=pair.trainee, **change)

    assert answer.status_code == 422
    assert change.get("note", "We were slow")[:20] in answer.content.decode()
    assert not SupervisionSession.objects.exists()


@pytest.mark.parametrize("count", [2, 12])
def test_the_page_costs_the_same_however_much_is_on_it(client, pair, count):
    for number in range(count):
        put(pair, f"Thing {number}")
        discuss(make.log(of=pair.about), by=pair.supervisor)
        supervision_log(client, pair, by=pair.trainee)
    browser = Browser(client, pair.supervisor)

    with counted() as statements:
        browser.read(f"/agenda/{pair.trainee.pk}/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES == 5
