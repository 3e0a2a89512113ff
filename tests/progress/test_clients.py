"""The page of a client: what was saved is found there."""

import re
from datetime import timedelta

import pytest
from django.utils.formats import date_format

from alliance.logbook.models import Rupture, Suggestion
from alliance.logbook.services import clients, logs
from alliance.logbook.services.suggestions import take_card
from alliance.progress.queries.client_ruptures import beginning
from tests import make
from tests.browse import (
    client_page,
    part,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

LAST_WEEK = make.TODAY - timedelta(weeks=1)


def test_the_intention_of_the_last_log_is_in_the_brief(client):
    about = make.client(code="K-14")
    make.log(of=about, held_on=LAST_WEEK, intention="Earlier intention")
    make.log(of=about, intention="Ask whose task it is")

    page = client_page(client, about)

    brief = page.split("Before you meet K-14")[1].split("</aside>")[0]
    assert "Ask whose task it is" in brief
    assert "Earlier intention" not in page


def test_an_open_rupture_is_left_open_in_the_brief_and_listed(client):
    about = make.client()
    opened = make.rupture(what_happened="Went quiet around the diary")
    make.log(of=about, rupture=opened)

    page = client_page(client, about)

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

    page = client_page(client, about)

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

    assert "Repaired in the same session." in client_page(client, about)


def test_a_card_that_was_taken_is_in_the_history(client):
    about = make.client()
    log = make.log(of=about, ratings=make.ratings(2))
    suggestion = Suggestion.objects.of_log(log).first()
    take_card(suggestion, by=about.clinician)

    history = part(client_page(client, about), 'id="sessions-title"')

    assert history.count("Took “") == 1
    assert f"/log/{log.pk}/" in history


def test_the_history_says_where_each_session_lay(client):
    about = make.client()
    make.series(about, count=6, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(4, goals_wants=1))

    history = part(client_page(client, about), 'id="sessions-title"')

    assert "Goals and tasks below usual" in history
    assert "Within usual range" in history
    assert "Before there was a usual range" in history


def test_a_drop_is_told_with_its_rule_a_click_away(client):
    about = make.client(code="K-14")
    make.series(about, count=9, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(2))

    page = client_page(client, about)

    noticed = page.split('class="noticed"')[1].split("</section>")[0]
    assert "This session sits clearly below K-14’s usual range." in noticed
    assert f"Session 10, {date_format(make.TODAY, 'j M')}" in noticed
    assert "A session is marked when its score lies" in noticed
    assert "Lower last time; one session is not a course." in page


def test_a_rise_is_not_told_of_a_session_that_fell_below_it(client):
    about = make.client()
    make.series(about, count=8, value=3, last=LAST_WEEK - timedelta(weeks=4))
    make.series(about, count=4, value=4, last=LAST_WEEK)
    assert "clearly above where you were before" in client_page(client, about)

    make.log(of=about, ratings=make.ratings(2))

    assert "clearly above where you were before" not in client_page(client, about)


def test_both_charts_stand_in_a_table_too(client):
    about = make.client()
    make.series(about, count=4)

    page = client_page(client, about)

    table = page.split('id="sessions-table"')[1].split("</table>")[0]
    assert table.count("<tr>") == 1 + 4
    assert "Mostly, 4.0" in table
    assert page.count('data-table="sessions-table"') == 2


def test_the_usual_day_is_told(client):
    about = make.client()
    make.series(about, count=4)

    assert "4 sessions since 19 Nov 2024, usually on Thursdays" in client_page(client, about)


def test_a_client_without_a_session_has_an_empty_page(client):
    page = client_page(client, make.client())

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

    assert said in client_page(client, about)


def test_something_steady_is_always_said(client):
    about = make.client()
    make.log(of=about, ratings={})
    assert "You have met, and noted it." in client_page(client, about)

    make.log(of=about, ratings=make.ratings(4, welcome_setting=5))
    assert "was firmest last time: Fully." in client_page(client, about)

    make.series(about, count=6)
    assert re.search(
        r"has stayed within its usual range for \d+ sessions", client_page(client, about)
    )


def test_what_left_its_range_is_not_called_steady(client):
    about = make.client()
    make.series(about, count=8, last=LAST_WEEK)
    make.log(of=about, ratings=make.ratings(2))

    assert "has stayed within its usual range" not in client_page(client, about)


def test_a_closed_client_says_how_it_ended_and_can_be_reopened(client):
    about = make.client()
    make.log(of=about)
    clients.close_client(about, reason="referred_on", on=make.TODAY, by=about.clinician)

    page = client_page(client, about)

    assert "Closed 19 Nov 2026, referred on" in page
    assert f"/clients/{about.pk}/reopen/" in page
    assert "Before you meet" not in page


def test_a_trashed_log_is_gone_from_every_part(client):
    about = make.client()
    make.log(of=about, held_on=LAST_WEEK)
    log = make.log(of=about, intention="SECRET WORDS", rupture=make.rupture())
    logs.trash_log(log, by=about.clinician)

    page = client_page(client, about)

    assert "SECRET WORDS" not in page
    assert "Moving away" not in page
    assert str(log.pk) not in page.split("<main")[1].split("toasts")[0]


def test_a_reflection_is_on_nobodys_client_page(client):
    about = make.client()
    make.log(of=about, reflection="SECRET WORDS")

    assert "SECRET WORDS" not in client_page(client, about)
