"""The landing page of a clinician: the caseload, or the first client."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from alliance.logbook.models import Draft, SessionLog
from alliance.logbook.services import clients, drafts
from tests import make
from tests.browse import LIST_QUERIES, Browser, counted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

MOST_QUERIES = 10


def make_draft(about, *, answered=6) -> Draft:
    return drafts.save_draft(
        uuid.uuid4(),
        client=about,
        fields={"intention": ["SECRET WORDS"]},
        answered=answered,
        held_on=make.TODAY,
        log=None,
        by=about.clinician,
    )


# --- a caseload -------------------------------------------------------------------------------


def test_the_log_button_comes_first(client):
    about = make.client(code="K-14")

    page = Browser(client, about.clinician).read("/")

    main = page.split('id="main"')[1]
    assert main.index("/log/new/") < main.index("K-14")


def test_clients_lead_to_their_page(client):
    about = make.client(code="K-14")

    assert f'/clients/{about.pk}/">K-14' in Browser(client, about.clinician).read("/")


@pytest.mark.parametrize(
    ("sort", "first"), [("", "K-20"), ("look", "K-20"), ("code", "K-3"), ("\x00", "K-20")]
)
def test_the_caseload_can_be_sorted(client, sort, first):
    member = make.member()
    make.series(make.client(of=member, code="K-3"), count=4)
    strained = make.client(of=member, code="K-20")
    make.log(of=strained, rupture=make.rupture())

    page = Browser(client, member).read("/", data={"sort": sort} if sort else {})

    codes = [piece.split("<")[0] for piece in page.split('class="case"')[1:]]
    listed = page.split('class="case"')[1]
    assert codes
    assert f">{first}<" in listed


def test_someone_usually_seen_today_is_one_tap_away(client):
    about = make.client(code="K-14")
    make.series(about, count=4, last=make.TODAY - timedelta(weeks=1))

    page = Browser(client, about.clinician).read("/")

    chip = page.split('class="chip"')[1].split("</a>")[0]
    assert f"?client={about.pk}" in chip
    assert "K-14" in chip


def test_a_draft_can_be_continued_or_discarded(client):
    draft = make_draft(make.client(code="T-22"))
    browser = Browser(client, draft.author)

    page = browser.read("/")

    assert f"/drafts/{draft.submission}/" in page
    assert "6 answered" in page
    assert "SECRET WORDS" not in page
    browser.post(f"/drafts/{draft.submission}/discard/")
    assert not Draft.objects.exists()


def test_someone_elses_draft_is_not_there(client):
    draft = make_draft(make.client())
    about = make.client(of=make.member(of=draft.author.clinic))

    assert "/drafts/" not in Browser(client, about.clinician).read("/")


def test_with_only_closed_clients_home_is_empty_and_not_a_welcome(client):
    about = make.client()
    clients.close_client(about, reason="completed", on=make.TODAY, by=about.clinician)

    page = Browser(client, about.clinician).read("/")

    assert "No client is open." in page
    assert "/clients/new/" in page


def test_home_says_nothing_of_the_words_in_logs(client):
    about = make.client()
    make.log(of=about, reflection="SECRET WORDS", shared_note="SECRET WORDS")

    assert "SECRET WORDS" not in Browser(client, about.clinician).read("/")


def full_house(member, *, count=40, logged=3) -> None:
    for _each in range(count):
        about = make.client(of=member)
        for week in range(logged):
            make.log(of=about, held_on=make.TODAY - timedelta(weeks=week + 1))
    make_draft(about)
    make.log(of=make.client(of=member), rupture=make.rupture())


def test_home_costs_the_same_for_one_client_and_for_forty(client):
    member = make.member()
    browser = Browser(client, member)
    full_house(member, count=1)
    with counted() as few:
        browser.read("/")
    full_house(member)

    with counted() as many:
        browser.read("/")

    assert len(many) == len(few)
    assert len(many) - LIST_QUERIES == 8 <= MOST_QUERIES


def test_home_reads_the_end_of_a_long_series_only(client):
    about = make.client()
    make.series(about, count=30)

    browser = Browser(client, about.clinician)

    with counted() as queries:
        browser.read("/")

    (reading,) = [sql for sql in queries if '"range_low"' in sql]
    # Behind PostgreSQL's wall it would be read for every log of the clinic: see the query.
    assert ("OFFSET 16" if connection.vendor == "sqlite" else "ROW_NUMBER") in reading
    assert SessionLog.objects.count() == 30


# --- the first client -------------------------------------------------------------------------


def test_first_use_asks_for_a_client_and_offers_a_code(client):
    owner = make.practice()

    page = Browser(client, owner).read("/")

    form = page.split("<main")[1].split("</form>")[0]
    assert 'name="code"' in form
    assert f'action="/c/{owner.clinic.slug}/clients/new/"' in form


def test_the_first_form_leads_to_the_first_log(client):
    owner = make.practice()

    answer = Browser(client, owner).post(
        "/clients/new/", {"code": "K-14", "then": "log"}, follow=True
    )

    assert answer.status_code == 200
    assert "/log/new/?client=" in answer.redirect_chain[-1][0]
