"""Words of a log that was held back stay with its author; its structured parts follow."""

from datetime import timedelta

import pytest

from alliance.logbook.models import Rupture, SessionLog
from alliance.people import services as people
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db

WORDS = ("heron", "kestrel", "plover", "bittern")


@pytest.fixture
def log():
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    people.start_supervision(
        trainee, supervisor=supervisor, starts_on=make.MONTH_AGO, by=supervisor
    )
    about = make.client(of=trainee)
    make.series(about, count=3, last=make.LAST_WEEK)
    return make.log(
        of=about,
        shared_note="A heron.",
        reflection="A kestrel.",
        intention="A plover.",
        rupture=make.rupture(what_happened="A bittern."),
    )


def pages(client, log, *, by) -> str:
    browser = Browser(client, by)
    rupture = Rupture.objects.get()
    paths = [
        f"/log/{log.pk}/",
        f"/clients/{log.client_id}/",
        f"/clients/{log.client_id}/brief/",
        f"/ruptures/{rupture.pk}/",
    ]
    return " ".join(browser.read(path) for path in paths)


def supervisor_of(log):
    return log.author.supervisions_received.get().supervisor


def test_a_supervisor_reads_all_words_but_the_reflection(client, log):
    said = pages(client, log, by=supervisor_of(log))

    assert [word in said for word in WORDS] == [True, False, True, True]


def test_after_the_day_the_ratings_are_there_and_no_word_is(client, log):
    SessionLog.objects.filter(pk=log.pk).update(held_back_until=make.TODAY - timedelta(days=1))

    said = pages(client, log, by=supervisor_of(log))

    assert "Mostly" in said
    assert [word in said for word in WORDS] == [False] * 4


def test_the_author_reads_all_of_it(client, log):
    SessionLog.objects.filter(pk=log.pk).update(held_back_until=make.TODAY - timedelta(days=1))

    said = pages(client, log, by=log.author)

    assert [word in said for word in WORDS] == [True] * 4
