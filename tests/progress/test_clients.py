"""The list of clients, and the page of one: what was saved is found there by those who may."""

import re
import uuid
from copy import copy as copy_of
from datetime import timedelta

import pytest
from django.utils.formats import date_format

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture, SessionLog, Suggestion
from alliance.logbook.services import clients, logs
from alliance.logbook.services.suggestions import take_card
from alliance.people import services as people
from alliance.progress.queries.client_list import PAGE, searchable
from alliance.progress.queries.client_page import SESSIONS_LISTED, SESSIONS_SHOWN
from alliance.progress.queries.client_ruptures import beginning
from tests import make
from tests.browse import FIXED_QUERIES, LIST_QUERIES, READING_QUERIES, Browser, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

MOST_QUERIES = 9
MOST_BYTES = 100_000
LAST_WEEK = make.TODAY - timedelta(weeks=1)


def page_of(client, about, *, by=None, **query) -> str:
    return Browser(client, by or about.clinician).read(f"/clients/{about.pk}/", data=query)


def part(page: str, heading: str) -> str:
    """The section with this heading."""
    return page.split(heading)[1].split("</section>")[0]


def bulk_sessions(about, *, count: int) -> list[SessionLog]:
    """Sessions of a long history, a day apart, as copies of one that was saved."""
    first = make.log(of=about, held_on=make.TODAY - timedelta(days=count))
    copies = []
    for number in range(2, count + 1):
        copy = copy_of(first)
        copy.pk, copy.submission, copy.number = uuid.uuid4(), uuid.uuid4(), number
        copy.held_on = first.held_on + timedelta(days=number)
        copy.range_low, copy.range_high = 60.0, 90.0
        copies.append(copy)
    return SessionLog.objects.bulk_create(copies)


# --- what was saved ---------------------------------------------------------------------------


def test_the_intention_of_the_last_log_is_in_the_brief(client):
    about = make.client(code="K-14")
    make.log(of=about, held_on=LAST_WEEK, intention="Earlier intention")
    make.log(of=about, intention="Ask whose task it is")

    page = page_of(client, about)

    brief = page.split("Before you meet K-14")[1].split("</aside>")[0]
    assert "Ask whose task it is" in brief
    assert "Earlier intention" not in page


def test_an_open_rupture_is_left_open_in_the_brief_and_listed(client):
    about = make.client()
    opened = make.rupture(what_happened="Went quiet around the diary")
    make.log(of=about, rupture=opened)

    page = page_of(client, about)

    assert "Moving away" in page.split("Left open")[1].split("</div>")[0]
    listed = part(page, 'id="ruptures-title"')
    assert "Still open." in listed
    assert "Went quiet around the diary" in listed
    assert f"/log/new/?client={about.pk}" in listed


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("partly", "Partly repaired."),
        ("repaired", "Repaired in 2 sessions."),
        ("let_go", "Let go."),
    ],
)
def test_a_rupture_says_where_it_went(client, status, said):
    about = make.client()
    make.log(of=about, held_on=LAST_WEEK - timedelta(weeks=1), rupture=make.rupture())
    make.log(of=about, held_on=LAST_WEEK)
    thread = {Rupture.objects.get().pk: make.rupture(kind="", status=status)}
    make.log(of=about, threads=thread)

    page = page_of(client, about)

    assert said in part(page, 'id="ruptures-title"')
    assert ("Left open" in page) == (status == "partly")
    assert f"/ruptures/{Rupture.objects.get().pk}/" in part(page, 'id="ruptures-title"')


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("It went quiet.", "It went quiet."),
        ("It went\n  quiet.", "It went quiet."),
        ("quiet " * 40, "quiet " * 13 + "quiet quiet…"),
        ("And then, " + "quietly, " * 20, "And then, " + "quietly, " * 7 + "quietly…"),
        ("q" * 200, "q" * 89 + "…"),
    ],
)
def test_what_was_written_of_a_rupture_is_cut_between_two_words(written, told):
    assert beginning(written) == told


def test_a_rupture_repaired_at_once_says_so(client):
    about = make.client()
    make.log(of=about, rupture=make.rupture(status="repaired"))

    assert "Repaired in the same session." in page_of(client, about)


def test_a_card_that_was_taken_is_in_the_history(client):
    about = make.client()
    log = make.log(of=about, ratings=make.ratings(2))
    suggestion = Suggestion.objects.of_log(log).first()
    take_card(suggestion, by=about.clinician)

    history = part(page_of(client, about), 'id="sessions-title"')

    assert history.count("Took “") == 1
    assert f"/log/{log.pk}/" in history


def test_the_history_says_where_each_session_lay(client):
    about = make.client()
    make.series(about, count=6, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(4, goals_wants=1))

    history = part(page_of(client, about), 'id="sessions-title"')

    assert "Goals and tasks below usual" in history
    assert "Within usual range" in history
    assert "Before there was a usual range" in history


def test_a_drop_is_told_with_its_rule_a_click_away(client):
    about = make.client(code="K-14")
    make.series(about, count=9, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(2))

    page = page_of(client, about)

    noticed = page.split('class="noticed"')[1].split("</section>")[0]
    assert "This session sits clearly below K-14’s usual range." in noticed
    assert f"Session 10, {date_format(make.TODAY, 'j M')}" in noticed
    assert "A session is marked when its score lies" in noticed
    assert "Lower last time; one session is not a course." in page


def test_a_rise_is_not_told_of_a_session_that_fell_below_it(client):
    about = make.client()
    make.series(about, count=8, value=3, last=LAST_WEEK - timedelta(weeks=4))
    make.series(about, count=4, value=4, last=LAST_WEEK)
    assert "clearly above where you were before" in page_of(client, about)

    make.log(of=about, ratings=make.ratings(2))

    assert "clearly above where you were before" not in page_of(client, about)


def test_both_charts_stand_in_a_table_too(client):
    about = make.client()
    make.series(about, count=4)

    page = page_of(client, about)

    table = page.split('id="sessions-table"')[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + 4
    assert "Mostly, 4.0" in table
    assert page.count('data-table="sessions-table"') == 2


def test_the_usual_day_is_told(client):
    about = make.client()
    make.series(about, count=4)

    assert "4 sessions since 19 Nov 2024, usually on Thursdays" in page_of(client, about)


def test_a_client_without_a_session_has_an_empty_page(client):
    page = page_of(client, make.client())

    assert "Nothing logged yet." in page
    assert "<figure" not in page


@pytest.mark.parametrize(
    ("rated", "said"),
    [
        ({"fit_equipped": 2, "bond_pace": 3}, "6 domains reached “Mostly” last time."),
        ({}, "All domains were level last time: Mostly."),
    ],
)
def test_of_areas_that_were_level_none_is_picked_out(client, rated, said):
    about = make.client()
    make.log(of=about, ratings=make.ratings(4, **rated))

    assert said in page_of(client, about)


def test_something_steady_is_always_said(client):
    about = make.client()
    make.log(of=about, ratings={})
    assert "You have met, and noted it." in page_of(client, about)

    make.log(of=about, ratings=make.ratings(4, welcome_setting=5))
    assert "was firmest last time: Fully." in page_of(client, about)

    make.series(about, count=6)
    assert re.search(r"has stayed within its usual range for \d+ sessions", page_of(client, about))


def test_what_left_its_range_is_not_called_steady(client):
    about = make.client()
    make.series(about, count=8, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(2))

    assert "has stayed within its usual range" not in page_of(client, about)


def test_a_closed_client_says_how_it_ended_and_can_be_reopened(client):
    about = make.client()
    make.log(of=about)
    clients.close_client(about, reason="referred_on", on=make.TODAY, by=about.clinician)

    page = page_of(client, about)

    assert "Closed 19 Nov 2026, referred on" in page
    assert f"/clients/{about.pk}/reopen/" in page
    assert "Before you meet" not in page


def test_a_trashed_log_is_gone_from_every_part(client):
    about = make.client()
    make.log(of=about, held_on=LAST_WEEK)
    log = make.log(of=about, intention="SECRET WORDS", rupture=make.rupture())
    logs.trash_log(log, by=about.clinician)

    page = page_of(client, about)

    assert "SECRET WORDS" not in page
    assert "Moving away" not in page
    assert str(log.pk) not in page.split("<main")[1].split("toasts")[0]


def test_a_reflection_is_on_nobodys_client_page(client):
    about = make.client()
    make.log(of=about, reflection="SECRET WORDS")

    assert "SECRET WORDS" not in page_of(client, about)


# --- a long history ---------------------------------------------------------------------------


def test_earlier_sessions_are_a_page_away(client):
    about = make.client()
    bulk_sessions(about, count=SESSIONS_SHOWN + 5)

    latest, earlier = page_of(client, about), page_of(client, about, page=2)

    assert 'rel="next"' in latest
    assert "Before you meet" in latest
    assert 'rel="prev"' in earlier
    assert "Before you meet" not in earlier
    assert part(earlier, 'id="sessions-title"').count('class="n"') == 5 + 1


def test_the_list_shows_the_latest_sessions_and_all_when_asked(client):
    about = make.client()
    made = make.series(about, count=SESSIONS_LISTED + 2)

    short, whole = page_of(client, about), page_of(client, about, list="all")

    assert part(short, 'id="sessions-title"').count('class="n"') == SESSIONS_LISTED + 1
    assert "?list=all#sessions" in short
    assert part(whole, 'id="sessions-title"').count('class="n"') == len(made) + 1
    assert f"/log/{made[0].pk}/" in whole
    assert "list=all" not in part(whole, 'id="sessions-title"')


@pytest.mark.parametrize("page", ["0", "-1", "99999", "x", "\x00", "9" * 5000])
def test_a_page_that_is_not_there_is_answered_with_one_that_is(client, page):
    about = make.client()
    make.log(of=about)

    assert 'id="sessions-title"' in page_of(client, about, page=page)


def test_five_thousand_sessions_are_one_page_like_any_other(client):
    about = make.client(started_on=make.TODAY - timedelta(days=6000))
    bulk_sessions(about, count=5000)
    browser = Browser(client, about.clinician)

    with counted() as queries:
        page = browser.read(f"/clients/{about.pk}/")

    assert len(queries) - FIXED_QUERIES - READING_QUERIES <= MOST_QUERIES
    assert len(page) < MOST_BYTES
    assert "Page 1 of 84" in page


def busy_client(*, count: int):
    about = make.client()
    bulk_sessions(about, count=count)
    for _each in range(3):
        make.log(of=about, rupture=make.rupture(what_happened="Quiet"), ratings=make.ratings(2))
    return about


def cost_of(client, about):
    browser = Browser(client, about.clinician)
    with counted() as queries:
        page = browser.read(f"/clients/{about.pk}/")
    return len(queries), page


def test_the_client_page_costs_the_same_however_many_rows(client):
    few, many = busy_client(count=4), busy_client(count=60)

    small, _page = cost_of(client, few)
    large, page = cost_of(client, many)

    assert large == small
    assert large - FIXED_QUERIES - READING_QUERIES == 7 <= MOST_QUERIES
    assert len(page) < MOST_BYTES


# --- who may ----------------------------------------------------------------------------------


def test_opening_a_client_leaves_an_entry(client):
    about = make.client()

    page_of(client, about)

    entry = Entry.objects.about(about.pk).get(verb="opened")
    assert entry.user_id == about.clinician.user_id


@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_a_colleague_finds_no_client(client, roles):
    about = make.client()
    colleague = make.member(of=about.clinic, roles=roles)

    assert Browser(client, colleague).get(f"/clients/{about.pk}/").status_code == 404


def test_another_clinic_finds_no_client(client):
    about = make.client()

    assert Browser(client, make.member()).get(f"/clients/{about.pk}/").status_code == 404


def test_a_supervisor_reads_and_is_offered_nothing_to_write(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)
    make.log(of=about, reflection="SECRET WORDS", intention="Slow down", rupture=make.rupture())

    page = page_of(client, about, by=supervisor)

    main = page.split("<main")[1]
    assert "Slow down" in main
    assert about.clinician.user.name in main
    assert "SECRET WORDS" not in page
    assert "/log/new/" not in main
    assert "<form" not in main.split("toasts")[0]


def test_a_supervisor_sees_sessions_since_the_supervision_began(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=LAST_WEEK)
    before = make.log(
        of=about,
        held_on=LAST_WEEK - timedelta(days=1),
        rupture=make.rupture(what_happened="SECRET WORDS"),
    )
    since = make.log(of=about, held_on=LAST_WEEK)

    page = page_of(client, about, by=supervisor)

    assert f"/log/{since.pk}/" in page
    assert str(before.pk) not in page
    assert "SECRET WORDS" not in page


def test_a_rupture_from_before_the_supervision_is_not_told(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician, starts_on=LAST_WEEK)
    make.log(of=about, held_on=LAST_WEEK - timedelta(days=1), rupture=make.rupture())
    later = make.rupture(kind="", status="partly", what_happened="SECRET WORDS")
    make.log(of=about, held_on=LAST_WEEK, threads={Rupture.objects.get().pk: later})

    page = page_of(client, about, by=supervisor)

    assert "SECRET WORDS" not in page
    assert "Left open" not in page


def test_when_supervision_ends_the_page_is_gone(client):
    about = make.client()
    supervisor = make.member(of=about.clinic, roles="supervisor")
    supervision = make.supervision(supervisor, about.clinician)
    people.end_supervision(supervision, on=make.TODAY, by=supervisor)

    assert Browser(client, supervisor).get(f"/clients/{about.pk}/").status_code == 404


# --- the list ---------------------------------------------------------------------------------


def listed(client, member, **query) -> list[str]:
    page = Browser(client, member).read("/clients/", data=query)
    return re.findall(r'<li class="case"><a class="code" href="[^"]+">([^<]+)', page)


@pytest.fixture
def caseload():
    member = make.member()
    for code in ("A-1", "A-12", "B-7"):
        make.client(of=member, code=code)
    closed = make.client(of=member, code="C-12")
    clients.close_client(closed, reason="completed", on=make.TODAY, by=member)
    return member


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["A-1", "A-12", "B-7"]),
        ({"show": "closed"}, ["C-12"]),
        ({"show": "all"}, ["A-1", "A-12", "B-7", "C-12"]),
        ({"show": "\x00"}, ["A-1", "A-12", "B-7"]),
        ({"q": "a-1"}, ["A-1", "A-12"]),
        ({"q": " 12 ", "show": "all"}, ["A-12", "C-12"]),
        ({"q": "%"}, []),
        ({"q": "_"}, []),
        ({"q": "A-1\x00"}, ["A-1", "A-12"]),
        ({"q": "B" * 100_000}, []),
        ({"page": "7"}, ["A-1", "A-12", "B-7"]),
    ],
)
def test_clients_are_found_by_code_and_state(client, caseload, query, codes):
    assert listed(client, caseload, **query) == codes


def test_other_peoples_clients_are_not_listed(client, caseload):
    assert listed(client, make.member(of=caseload.clinic)) == []
    assert listed(client, make.member(of=caseload.clinic, roles="admin")) == []


def test_fifty_clients_are_a_page_and_cost_the_same(client, caseload):
    browser = Browser(client, caseload)
    with counted() as few:
        browser.read("/clients/")
    for number in range(PAGE):
        make.client(of=caseload, code=f"Z-{number:03}")

    with counted() as many:
        first = browser.read("/clients/")

    assert first.count('class="case"') == PAGE
    assert len(listed(client, caseload, page=2)) == 3
    assert len(many) == len(few)
    assert len(many) - LIST_QUERIES == 2


def test_a_row_says_how_many_sessions_and_when(client):
    about = make.client(sessions_before=3)
    make.series(about, count=2)

    page = Browser(client, about.clinician).read("/clients/")

    assert "5 sessions" in page
    assert "Thu 19 Nov" in page


def test_a_row_of_a_closed_client_says_how_it_ended(client, caseload):
    page = Browser(client, caseload).read("/clients/", data={"show": "closed"})

    assert "Closed 19 Nov 2026, completed" in page


def test_what_no_code_can_hold_is_not_looked_for():
    assert searchable(" k\x00-\n14\u202e ") == "K-14"
