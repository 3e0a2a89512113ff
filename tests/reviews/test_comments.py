"""What author and supervisors say to each other below a log."""

import uuid

import pytest
from django.core import mail

from alliance.audit.models import Entry
from alliance.logbook.services import logs
from alliance.reviews.models import Comment, Recommendation
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def log(pair):
    return make.log(of=pair.about, reflection="A kestrel.", shared_note="A heron.")


def comment(pair, log, text="What did you notice?", submission=None):
    fields = {"text": text, "submission": str(submission or uuid.uuid4())}
    return pair.read.post(f"/reviews/{log.pk}/comment/", fields)


def answer(client, pair, log, text="I froze."):
    fields = {"text": text, "submission": str(uuid.uuid4())}
    return Browser(client, pair.trainee).post(f"/log/{log.pk}/comments/", fields)


def test_the_two_talk_below_a_log(client, pair, log):
    comment(pair, log)
    answer(client, pair, log)

    page = Browser(client, pair.supervisor).read(f"/reviews/{log.pk}/")
    thread = Browser(client, pair.trainee).read(f"/log/{log.pk}/comments/")

    for told in (page, thread):
        assert told.index("What did you notice?") < told.index("I froze.")


def test_words_are_sealed(pair, log):
    comment(pair, log)

    assert b"notice" not in bytes(Comment.objects.get().text)


def test_the_other_side_gets_a_mail_without_content(client, pair, log):
    comment(pair, log)
    answer(client, pair, log)

    assert [message.to for message in mail.outbox] == [
        [pair.trainee.user.email],
        [pair.supervisor.user.email],
    ]
    said = " ".join(message.subject + message.body for message in mail.outbox)
    for word in ("notice", "froze", pair.about.code, "heron"):
        assert word not in said


def test_pressing_twice_says_it_once(pair, log):
    submission = uuid.uuid4()

    comment(pair, log, submission=submission)
    comment(pair, log, submission=submission)

    assert Comment.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("text", ["", " " * 9, "x" * 4001, "a\0b"])
def test_a_text_that_can_not_be_sent_stays_on_the_page(pair, log, text):
    response = comment(pair, log, text=text)

    assert response.status_code == 422
    assert not Comment.objects.exists()
    assert text.strip().replace("\0", "")[:4000] in response.content.decode()


@pytest.mark.parametrize("happens", ["trashed", "ended"])
def test_what_was_written_is_kept_to_copy_when_the_log_is_out_of_sight(pair, log, happens):
    if happens == "trashed":
        logs.trash_log(log, by=pair.trainee)
    else:
        pair.trainee.supervisions_received.update(ends_on=make.MONTH_AGO)

    response = comment(pair, log, text="A long thought.")

    assert response.status_code == 404
    assert "A long thought." in response.content.decode()
    assert not Comment.objects.exists()


def test_an_unread_comment_waits_on_the_home_page_until_the_log_is_opened(client, pair, log):
    comment(pair, log)
    browser = Browser(client, pair.trainee)
    assert f"{pair.supervisor.user.name} wrote about" in browser.read("/")

    browser.read(f"/log/{log.pk}/comments/")

    assert f"{pair.supervisor.user.name} wrote about" not in browser.read("/")


def test_own_words_stay_a_supervisors_after_the_end(pair, log):
    comment(pair, log)
    pair.trainee.supervisions_received.update(ends_on=make.MONTH_AGO)

    page = pair.read.read("/reviews/past/")

    assert "What did you notice?" in page
    assert pair.about.code not in page


def test_the_review_shows_what_is_shared_and_never_the_reflection(pair, log):
    page = pair.read.read(f"/reviews/{log.pk}/")

    assert "A heron." in page
    assert "kestrel" not in page
    assert Entry.objects.about(log.pk).readings().filter(user=pair.supervisor.user).exists()


def test_beside_the_review_runs_the_line_up_to_that_session_and_no_further(pair):
    make.series(pair.about, count=3, last=make.LAST_WEEK)
    first, *_later = pair.about.logs.all().in_order()
    latest = make.log(of=pair.about)
    line = f"The sessions of {pair.about.code} up to this one, as a line"

    assert line in pair.read.read(f"/reviews/{latest.pk}/")
    assert line not in pair.read.read(f"/reviews/{first.pk}/")


@pytest.mark.parametrize("sessions", [2, 12])
def test_the_review_costs_the_same_for_a_short_and_a_long_course(pair, sessions):
    make.series(pair.about, count=sessions, last=make.LAST_WEEK)
    log = make.log(of=pair.about, ratings=make.ratings(1), rupture=make.rupture())
    comment(pair, log)
    comment(pair, log, text="And then?")
    pair.read.read("/guidance/")  # with the message that it was sent

    with counted() as statements:
        pair.read.read(f"/reviews/{log.pk}/")

    # The queue beside it takes three of these.
    assert len(statements) - FIXED_QUERIES - READING_QUERIES == 11


def test_a_card_is_recommended_and_put_aside(client, pair, log):
    pair.read.post(f"/reviews/{log.pk}/recommend/", {"card": "listen-story"})
    pair.read.post(f"/reviews/{log.pk}/recommend/", {"card": "listen-story"})
    browser = Browser(client, pair.trainee)
    assert "recommends" in browser.read("/")

    made = Recommendation.objects.get()
    browser.post(f"/recommendations/{made.pk}/aside/")

    assert "recommends" not in browser.read("/")


@pytest.mark.parametrize("card", ["", "no-such-card", "<b>", "sup-one"])
def test_only_a_card_for_clinicians_is_recommended(pair, log, card):
    pair.read.post(f"/reviews/{log.pk}/recommend/", {"card": card})

    assert not Recommendation.objects.exists()


def test_a_comment_can_not_be_left_by_somebody_who_does_not_supervise(client, pair, log):
    peer = make.member(of=pair.clinic, roles="clinician supervisor")
    fields = {"text": "Hello.", "submission": str(uuid.uuid4())}

    assert Browser(client, peer).post(f"/reviews/{log.pk}/comment/", fields).status_code == 404
    assert not Comment.objects.exists()
