"""The brief before a session: what it says, from which logs, for whom, at what cost."""

import uuid
from datetime import timedelta

import pytest

from alliance.audit.models import Entry
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.models import Rupture, SessionLog
from alliance.progress.queries.brief_page import brief_page, work_last_talked_about
from alliance.reviews.services.comments import add_comment
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, Browser, counted

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
LAST_WEEK = make.TODAY - WEEK


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


@pytest.fixture
def read(client):
    """`read(about)`: the brief of a client, as their clinician or as `reader` gets it."""
    return lambda about, reader=None: Browser(client, reader or about.clinician).read(
        f"/clients/{about.pk}/brief/"
    )


def page_of(about):
    return brief_page(about, reader=about.clinician, today=make.TODAY)


def test_it_tells_the_intention_and_how_the_one_before_went(read):
    about = make.client()
    make.log(of=about, held_on=LAST_WEEK, intention="Ask about the diary")
    make.log(of=about, intention="Leave more room", last_intention="in_part")

    page = read(about)

    assert "Leave more room" in page
    assert "In part" in page.split("Ask about the diary")[0]


def test_an_intention_nobody_asked_about_is_not_told(read):
    about = make.client()
    make.log(of=about, held_on=LAST_WEEK, intention="Ask about the diary")
    make.log(of=about, intention="Leave more room")

    assert "Ask about the diary" not in read(about)


def test_it_tells_open_ruptures_with_their_words_and_no_closed_ones(read):
    about = make.client()
    open_one = make.rupture(what_happened="Went quiet after the diary.")
    make.log(of=about, held_on=LAST_WEEK, rupture=open_one)
    make.log(of=about, rupture=make.rupture(what_happened="Laughed it off.", status="let_go"))

    page = read(about)

    assert "Went quiet after the diary." in page
    assert f"/ruptures/{Rupture.objects.get(status='open').pk}/" in page
    assert "Laughed it off." not in page


def test_what_was_low_last_time_is_told_the_lowest_first_and_two_at_most():
    about = make.client()
    low = make.ratings(4, bond_pace=2, listen_understood=2, emotion_carried=5)
    make.log(of=about, held_on=LAST_WEEK, ratings=make.ratings(1))
    make.log(of=about, ratings=low)

    told = page_of(about).low

    assert [each.answer for each in told] == ["Fully", "A little"]
    assert told[0].statement == "The client seemed to be looking after my feelings"


def test_where_no_statement_was_low_a_domain_below_its_range_is_told():
    about = make.client()
    make.series(about, count=12, value=5, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(5, listen_understood=3))

    assert page_of(about).low_line == "Listening and questions, a little below its usual range."


@pytest.mark.parametrize(
    ("ratings", "line"),
    [(make.ratings(4), "Nothing, last time."), ({}, "Nothing was rated last time.")],
)
def test_where_nothing_was_low_it_says_so(ratings, line):
    about = make.client()
    make.log(of=about, ratings=ratings)

    assert (page_of(about).low, page_of(about).low_line) == ((), line)


# --- since when the work itself was talked about -----------------------------------------------

QUIET = {"tasks-together": 2, "repair-invited": 3}


@pytest.mark.parametrize(
    ("by_session", "line"),
    [
        ([{"tasks-together": 4}], "Last time."),
        ([{"goals-link": 5}], "Last time."),
        ([{"repair-invited": 4}], "Last time."),
        ([{"tasks-together": 5}, QUIET], "1 session before the last, on 12 Nov."),
        ([{"goals-link": 4}, QUIET, QUIET], "2 sessions before the last, on 5 Nov."),
        ([QUIET], "Not in the last session."),
        ([QUIET, {"tasks-together": "unsure"}, QUIET], "Not in the last 3 sessions."),
        ([{"bond-pace": 5}], ""),
        ([], ""),
    ],
)
def test_since_when_the_work_itself_was_talked_about(by_session, line):
    about = make.client()
    for ago, ratings in zip(reversed(range(len(by_session))), by_session, strict=True):
        make.log(of=about, held_on=make.TODAY - ago * WEEK, ratings=ratings)

    assert work_last_talked_about(list(SessionLog.objects.of_client(about))) == line


# --- a question --------------------------------------------------------------------------------

PROMPTS = {prompt.id: prompt.text for prompt in checklist(CURRENT_EDITION).preparation_prompts}


def prompts_over(about, *, sessions, **fields):
    said = []
    for session in range(sessions):
        make.log(of=about, held_on=make.TODAY - (sessions - session) * WEEK, **fields)
        said.append(page_of(about).prompt)
    return said


def test_the_question_is_another_one_each_time_and_fits_the_contexts():
    about = make.client(contexts=["mandated"])

    said = prompts_over(about, sessions=14, contexts=("first_session",))

    assert all(one != other for one, other in zip(said, said[1:], strict=False))
    assert PROMPTS["prep-mandated"] in said
    assert PROMPTS["prep-family"] not in said
    assert PROMPTS["prep-first"] not in said


def test_what_the_page_answers_already_is_not_asked():
    about = make.client()

    said = prompts_over(about, sessions=14, intention="Leave more room", rupture=make.rupture())

    assert PROMPTS["prep-intention"] not in said
    assert PROMPTS["prep-repair"] not in said


def test_before_a_first_session_there_is_only_a_question(read):
    about = make.client()

    page = read(about)

    assert "Nothing logged yet." in page
    assert page_of(about).prompt in PROMPTS.values()
    assert "What was low" not in page


# --- what the supervisor answered ---------------------------------------------------------------


@pytest.fixture
def supervised():
    """A client of a trainee, and the trainee's supervisor."""
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=LAST_WEEK)
    return about, supervisor


def say(log, text, *, by):
    add_comment(log, text=text, submission=uuid.uuid4(), by=by)


def test_a_note_that_the_supervisor_answered_is_told_until_the_next_session(read, supervised):
    about, supervisor = supervised
    log = make.log(of=about, held_on=LAST_WEEK, shared_note="It went quiet.")
    say(log, "What did the quiet ask of you?", by=supervisor)
    say(log, "Patience.", by=about.clinician)

    before = read(about)
    make.log(of=about)
    after = read(about)

    assert "What did the quiet ask of you?" in before.split("From supervision")[1]
    assert f"/log/{log.pk}/comments/" in before
    assert "Patience." not in before
    assert "From supervision" not in after


def test_an_answer_to_an_earlier_log_is_told_once_it_comes(supervised):
    about, supervisor = supervised
    earlier = make.log(of=about, held_on=LAST_WEEK)
    make.log(of=about)
    say(earlier, "Look at this one again?", by=supervisor)

    assert [(each.number, each.text) for each in page_of(about).answers] == [
        (1, "Look at this one again?")
    ]


def test_what_was_answered_about_another_client_is_not_told(supervised):
    about, supervisor = supervised
    make.log(of=about)
    say(make.log(of=make.client(of=about.clinician)), "Another matter.", by=supervisor)

    assert page_of(about).answers == ()


def test_of_many_and_long_answers_the_beginning_of_two_is_told(supervised):
    about, supervisor = supervised
    log = make.log(of=about)
    for number in range(3):
        say(log, f"{number} " + "What was that like? " * 20, by=supervisor)

    told = [each.text for each in page_of(about).answers]

    assert [text[0] for text in told] == ["2", "1"]
    assert all(len(text) <= 91 and text.endswith("…") for text in told)


# --- for whom, at what cost --------------------------------------------------------------------


def test_a_supervisor_reads_it_from_the_logs_since_their_supervision(read):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=make.TODAY)
    make.log(of=about, held_on=LAST_WEEK, intention="Ask about the diary")
    make.log(of=about, intention="Leave more room", last_intention="yes")

    page = read(about, supervisor)

    assert "Leave more room" in page
    assert "Ask about the diary" not in page


@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_for_others_the_client_does_not_exist(client, roles):
    about = make.client()
    make.log(of=about)
    browser = Browser(client, make.member(of=about.clinic, roles=roles))

    assert browser.get(f"/clients/{about.pk}/brief/").status_code == 404


def test_reading_it_is_a_reading_of_the_client(read):
    about = make.client()
    make.log(of=about)

    read(about)

    assert Entry.objects.about(about.pk).filter(verb="opened").count() == 1


def test_it_costs_the_same_however_much_there_is_to_tell(client, supervised):
    about, supervisor = supervised
    for week in range(20, 0, -1):
        strained = make.rupture(what_happened="Went quiet.")
        day = make.TODAY - week * WEEK
        log = make.log(of=about, held_on=day, intention="Leave room", rupture=strained)
    for _comment in range(2):
        say(log, "What was that like?", by=supervisor)
    browser = Browser(client, about.clinician)

    with counted() as statements:
        browser.read(f"/clients/{about.pk}/brief/")

    assert len(statements) - FIXED_QUERIES - READING_QUERIES <= 6
