"""The library seen for one client: what was offered after the last session."""

import re

import pytest

from alliance.audit.models import Entry
from alliance.logbook.models import Client, Suggestion
from alliance.logbook.services import clients
from alliance.logbook.services.suggestions import put_card_aside, take_card
from tests import make
from tests.browse import FIXED_QUERIES, READING_QUERIES, counted, found_line, found_titles, library

pytestmark = pytest.mark.django_db


def low_log(about, **changed):
    return make.log(of=about, ratings=make.ratings(4, **changed))


def test_for_a_client_there_is_what_was_offered_after_the_last_session(client):
    about = make.client()
    low_log(about, listen_understood=1)
    last = low_log(about, accept_nonjudgment=1)
    offered = [suggestion.card for suggestion in Suggestion.objects.of_log(last)]

    response = library(client, about.clinician, client=about.pk)

    assert len(offered) > 1
    assert re.findall(r"/guidance/([a-z-]+)/\">", response.text)[: len(offered)] == offered
    assert found_line(response) == (
        f"{len(offered)} reads, offered after {about.code}’s last session"
    )
    assert "I listened without judging the client" in response.text
    assert f"For {about.code}" in response.text


def test_for_a_client_what_was_decided_stands_beside_the_read(client):
    about = make.client()
    first, second, *_ = Suggestion.objects.of_log(low_log(about, accept_nonjudgment=1))
    take_card(first, by=about.clinician)
    put_card_aside(second, by=about.clinician)

    response = library(client, about.clinician, client=about.pk)

    assert f"Next session with {about.code}" in response.text
    assert "Put aside" in response.text


def test_for_a_client_without_a_log_there_is_a_kind_word(client):
    about = make.client()

    response = library(client, about.clinician, client=about.pk)

    assert f"Nothing was offered after {about.code}’s last session." in response.text


def test_for_a_client_taken_over_nothing_shows_of_the_former_clinicians_log(client):
    about = make.client()
    low_log(about, accept_nonjudgment=1)
    successor = make.member(of=about.clinician.clinic)
    Client.objects.coded(about.code).update(clinician=successor)

    response = library(client, successor, client=about.pk)

    assert found_titles(response) == []


def test_looking_for_a_client_is_a_reading_of_that_client(client):
    about = make.client()

    library(client, about.clinician, client=about.pk)

    assert Entry.objects.about(about.pk).filter(verb="opened").count() == 1


def test_a_client_of_someone_else_does_not_exist_here(client):
    about = make.client()
    stranger = make.member(of=about.clinician.clinic)

    assert library(client, stranger, client=about.pk).status_code == 404
    assert Entry.objects.about(about.pk).filter(verb="opened").count() == 0


def test_a_supervisor_does_not_browse_for_a_trainees_client(client):
    about = make.client()
    supervisor = make.member(of=about.clinician.clinic, roles="supervisor")
    make.supervision(supervisor, about.clinician)

    assert library(client, supervisor, client=about.pk).status_code == 404


def test_a_client_in_the_trash_does_not_exist_here(client):
    about = make.client()
    clients.trash_client(about, by=about.clinician)

    assert library(client, about.clinician, client=about.pk).status_code == 404


@pytest.mark.parametrize(
    "said", ["1", "K-14", "\x00", "%s", "0192f1a2-0000-7000-8000-000000000000"]
)
def test_a_client_that_never_was_is_not_found(client, said):
    assert library(client, make.member(), client=said).status_code == 404


def test_for_a_client_costs_the_same_however_many_logs_there_are(client):
    about = make.client()
    make.series(about, count=3, value=2)
    client.force_login(about.clinician.user)
    with counted() as statements:
        client.get(f"/c/{about.clinician.clinic.slug}/guidance/", {"client": about.pk})

    # Client, bookmarks, last log, what was offered.
    assert len(statements) == FIXED_QUERIES + READING_QUERIES + 4
