import uuid

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Signal
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted
from tests.logbook.test_signals import client_with_a_drop, drop_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def about():
    return client_with_a_drop()


@pytest.fixture
def url_of(client):
    """The address of a client's drop, for a member who is signed in then."""

    def url(about, *, reader, then=""):
        client.force_login(reader.user)
        return f"/c/{reader.clinic.slug}/signals/{drop_of(about).pk}/{then}"

    return url


def supervisor_of(about):
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)
    return supervisor


def test_a_signal_says_its_rule_its_numbers_and_how_often_it_is_chance(client, url_of, about):
    page = client.get(url_of(about, reader=about.clinician)).content.decode()

    assert f"This session sits clearly below {about.code}’s usual range." in page
    assert "2.3 spreads or more below the usual" in page
    assert "This session scores 0." in page
    assert "in 10 of such marks are chance" in page
    assert "Mark as a rupture" in page


def test_opening_a_signal_is_a_reading_of_its_log(client, url_of, about):
    client.get(url_of(about, reader=about.clinician))

    assert Entry.objects.about(drop_of(about).log_id).filter(verb="opened").exists()


def test_a_page_of_a_signal_takes_one_query_beyond_the_fixed_cost(client, url_of, about):
    url = url_of(about, reader=about.clinician)

    with counted() as statements:
        client.get(url)

    assert len(statements) == FIXED_QUERIES + READING_QUERIES + 1


def test_an_answer_is_kept_and_can_be_undone(client, url_of, about):
    answer = url_of(about, reader=about.clinician, then="answer/")

    page = client.post(answer, {"answer": "makes_sense", "remark": "Of course."}, follow=True)

    text = page.content.decode()
    assert "Kept: it makes sense." in text
    assert "Of course." in text
    assert drop_of(about).answer == "makes_sense"
    assert f"{answer}take-back/" in text

    client.post(f"{answer}take-back/")
    assert drop_of(about).answer == ""


def test_answering_from_another_page_leads_back_there_and_nowhere_else(client, url_of, about):
    answer = url_of(about, reader=about.clinician, then="answer/")

    back = client.post(answer, {"answer": "not_this_time", "next": "/c/x/?held=1"})
    away = client.post(answer, {"answer": "makes_sense", "next": "https://evil.example/"})

    assert back.url == "/c/x/?held=1"
    assert away.url.endswith(f"/signals/{drop_of(about).pk}/")


@pytest.mark.parametrize(
    "fields", [{}, {"answer": "rubbish"}, {"answer": "remind", "remark": "x" * 501}]
)
def test_a_bad_answer_is_told_and_what_was_typed_stays(client, url_of, about, fields):
    url = url_of(about, reader=about.clinician, then="answer/")

    page = client.post(url, fields)

    assert page.status_code == 422
    assert fields.get("remark", "") in page.content.decode()
    assert drop_of(about).answer == ""


def test_a_stranger_finds_nothing(client, url_of, about):
    for stranger in (make.member(of=about.clinic), make.member(of=about.clinic, roles="admin")):
        assert client.get(url_of(about, reader=stranger)).status_code == 404
        for then in ("answer/", "answer/take-back/"):
            posted = client.post(url_of(about, reader=stranger, then=then), {"answer": "remind"})
            assert posted.status_code == 404


def test_a_supervisor_reads_but_neither_answers_nor_sees_the_remark(client, url_of, about):
    own = url_of(about, reader=about.clinician, then="answer/")
    client.post(own, {"answer": "makes_sense", "remark": "canary"})
    supervisor = supervisor_of(about)

    page = client.get(url_of(about, reader=supervisor))

    assert "Makes sense" in page.content.decode()
    assert "canary" not in page.content.decode()
    for then in ("answer/", "answer/take-back/"):
        posted = client.post(url_of(about, reader=supervisor, then=then), {"answer": "remind"})
        assert posted.status_code == 403


def test_a_signal_that_no_longer_holds_or_whose_log_is_in_the_trash_is_gone(client, url_of, about):
    url = url_of(about, reader=about.clinician)
    signal = drop_of(about)

    make.logs.trash_log(signal.log, by=signal.author)
    assert client.get(url).status_code == 404

    make.logs.restore_log(signal.log, by=signal.author)
    Signal.objects.filter(pk=signal.pk).update(is_current=False)
    assert client.get(url).status_code == 404


def test_an_unknown_signal_is_not_found(client, about):
    client.force_login(about.clinician.user)

    assert client.get(f"/c/{about.clinic.slug}/signals/{uuid.uuid4()}/").status_code == 404
