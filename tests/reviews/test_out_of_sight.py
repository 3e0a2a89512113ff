"""What happens when a log or an agenda goes out of sight while somebody writes."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from alliance.logbook.models import SessionLog
from alliance.logbook.services import logs
from alliance.people import services as people
from alliance.people.services.supervisions import name_deputy
from alliance.reviews.models import AgendaItem, Comment, Recommendation, SignOff
from alliance.reviews.services import sign_offs
from alliance.reviews.services.agenda import put_on_agenda
from alliance.reviews.services.sight import NoLongerVisible
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db(transaction=True)

UNREAD = '<span class="tag on">new</span>'
ACTS = ["sign-off", "discuss", "recommend", "comment"]


def end(pair, today):
    people.end_supervision(pair.trainee.supervisions_received.get(), on=today, by=pair.trainee)


def trash(pair, log):
    logs.trash_log(log, by=pair.trainee)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("happens", ["trashed", "held back", "ended"])
def test_every_act_gets_a_clear_page_and_changes_nothing(pair, today, act, happens):
    log = make.log(of=pair.about)
    if happens == "trashed":
        trash(pair, log)
    elif happens == "held back":
        SessionLog.objects.update(held_back_until="2099-01-01")
    else:
        end(pair, today)
    fields = {"version": "1", "card": "listen-story", "text": "A long thought."}

    answer = pair.read.post(f"/reviews/{log.pk}/{act}/", fields | {"submission": uuid.uuid4()})

    assert answer.status_code == 404
    assert "This log is out of sight now." in answer.content.decode()
    assert ("A long thought." in answer.content.decode()) == (act == "comment")
    for model in (SignOff, AgendaItem, Recommendation, Comment):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda log, by: sign_offs.sign_off(log, version=1, by=by),
        lambda log, by: sign_offs.discuss(log, by=by),
        lambda log, by: sign_offs.recommend(log, card="listen-story", by=by),
    ],
    ids=["sign off", "discuss", "recommend"],
)
def test_between_the_look_and_the_act_it_is_looked_at_again(pair, today, act):
    log = make.log(of=pair.about)
    seen = SessionLog.objects.select_related("author").get(pk=log.pk)
    end(pair, today)

    with pytest.raises(NoLongerVisible):
        act(seen, pair.supervisor)


@pytest.mark.parametrize(
    ("path", "field"),
    [("", "text"), ("log/", "note")],
    ids=["putting something down", "logging supervision"],
)
@pytest.mark.parametrize("side", ["supervisor", "trainee"])
def test_words_for_an_agenda_that_closed_are_kept_to_copy(client, pair, today, path, field, side):
    end(pair, today)
    asking = getattr(pair, side)
    other = pair.trainee if side == "supervisor" else pair.supervisor
    fields = {field: "Dates for the summer", "submission": uuid.uuid4()}

    answer = Browser(client, asking).post(f"/agenda/{other.pk}/{path}", fields)

    assert answer.status_code == 404
    assert "This agenda is closed now." in answer.content.decode()
    assert "Dates for the summer" in answer.content.decode()
    assert Browser(client, asking).get(f"/agenda/{other.pk}/{path}").status_code == 404


def test_what_was_agreed_is_kept_to_copy_when_supervision_ended(pair, today):
    item = put(pair)
    end(pair, today)

    answer = pair.read.post(f"/agenda/items/{item.pk}/tick/", {"agreed": "The second week"})

    assert answer.status_code == 404
    assert "The second week" in answer.content.decode()


def test_what_was_agreed_and_is_too_long_stays_in_its_field(pair):
    item = put(pair)
    said = "The second week, " + "and the one after " * 60

    answer = pair.read.post(f"/agenda/items/{item.pk}/tick/", {"agreed": said})

    assert answer.status_code == 422
    assert said.strip() in answer.content.decode()
    item.refresh_from_db()
    assert item.ticked_at is None


def test_the_link_in_a_mail_closes_with_the_supervision(client, pair, today):
    log = make.log(of=pair.about)
    fields = {"text": "I froze.", "submission": uuid.uuid4()}
    Browser(client, pair.trainee).post(f"/log/{log.pk}/comments/", fields)
    link = next(word for word in mail.outbox[0].body.split() if f"/reviews/{log.pk}/" in word)
    path = link.removeprefix("http://").partition("/")[2]
    client.force_login(pair.supervisor.user)
    assert client.get(f"/{path}").status_code == 200

    end(pair, today)

    assert client.get(f"/{path}").status_code == 404


# --- who stands in ----------------------------------------------------------------------------


@pytest.fixture
def deputy(pair, today):
    deputy = make.member(of=pair.clinic, roles="supervisor")
    until = today + timedelta(days=7)
    name_deputy(pair.supervisor, deputy=deputy, starts_on=today, ends_on=until, by=pair.supervisor)
    mail.outbox.clear()
    return deputy


def test_a_deputy_puts_a_log_on_the_agenda_of_whom_they_stand_in_for(client, pair, deputy):
    log = make.log(of=pair.about)
    standing_in = Browser(client, deputy)

    standing_in.post(f"/reviews/{log.pk}/discuss/")

    assert AgendaItem.objects.get().supervisor == pair.supervisor
    assert pair.about.code in standing_in.read("/reviews/?state=discuss")
    agenda = Browser(client, pair.supervisor).read(f"/agenda/{pair.trainee.pk}/")
    assert pair.about.code in agenda
    Browser(client, deputy).post(f"/reviews/{log.pk}/discuss/undo/")
    assert not AgendaItem.objects.exists()


def test_an_answer_is_mailed_to_whoever_stands_in_too(client, pair, deputy):
    log = make.log(of=pair.about)
    fields = {"text": "I froze.", "submission": uuid.uuid4()}

    Browser(client, pair.trainee).post(f"/log/{log.pk}/comments/", fields)

    assert {message.to[0] for message in mail.outbox} == {
        pair.supervisor.user.email,
        deputy.user.email,
    }


def put(pair) -> AgendaItem:
    return put_on_agenda(
        pair.supervisor,
        pair.trainee,
        text="Dates for the summer",
        submission=uuid.uuid4(),
        by=pair.trainee,
    )


# --- unread marks -----------------------------------------------------------------------------


def test_what_was_not_read_yet_is_marked_in_the_thread_once(client, pair):
    log = make.log(of=pair.about)
    fields = {"text": "I froze.", "submission": uuid.uuid4()}
    Browser(client, pair.trainee).post(f"/log/{log.pk}/comments/", fields)
    reader = Browser(client, pair.supervisor)

    first, second = (reader.read(f"/reviews/{log.pk}/") for _look in range(2))

    assert UNREAD in first
    assert UNREAD not in second


def test_opening_the_log_alone_does_not_read_what_was_said_of_it(client, pair):
    log = make.log(of=pair.about)
    fields = {"text": "What did you notice?", "submission": uuid.uuid4()}
    pair.read.post(f"/reviews/{log.pk}/comment/", fields)
    author = Browser(client, pair.trainee)

    author.read(f"/log/{log.pk}/")

    assert f"{pair.supervisor.user.name} wrote about" in author.read("/")
    assert UNREAD in author.read(f"/log/{log.pk}/comments/")


def test_the_review_tells_ruptures_that_began_before_and_where_they_are(pair):
    today = timezone.localdate()
    strain = make.opened_rupture(pair.about, on=make.MONTH_AGO + timedelta(days=1))
    make.taken_up(strain, on=today - timedelta(days=14), status="partly")
    log = make.log(of=pair.about, held_on=today - timedelta(days=7))
    make.taken_up(strain, on=today, status="repaired")

    page = pair.read.read(f"/reviews/{log.pk}/")

    assert "Partly repaired, after 1 session" in page
    assert f"/ruptures/{strain.pk}/" in page
