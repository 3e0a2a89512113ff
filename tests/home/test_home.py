"""The landing page: the caseload, the first client, trainees' logs, or who is here."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from alliance.home.queries import greeting, spoken_name, trainee_logs
from alliance.logbook.models import Draft, SessionLog
from alliance.logbook.services import clients, drafts
from alliance.people import services as people
from tests import make
from tests.browse import FIXED_QUERIES, Browser, counted

MOST_QUERIES = 10


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


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


# --- greeting ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (4, "Good evening"),
        (5, "Good morning"),
        (11, "Good morning"),
        (12, "Good afternoon"),
        (17, "Good afternoon"),
        (18, "Good evening"),
        (23, "Good evening"),
    ],
)
def test_the_greeting_follows_the_clock(hour, said):
    at = datetime(2026, 11, 19, hour, 59, tzinfo=ZoneInfo("Europe/London"))

    assert greeting("Therapist Demo", at=at) == f"{said}, Therapist Demo."


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Person One", "Person"),
        ("Person", "Person"),
        ("Therapist Demo", "Therapist Demo"),
        ("Dr Demo", "Dr Demo"),
        ("T. Demo", "T. Demo"),
        ("T Demo", "T Demo"),
        ("Émile Demo", "Émile"),
        ("", ""),
    ],
)
def test_the_first_word_of_a_name_is_said_where_it_is_a_name(name, spoken):
    assert spoken_name(name) == spoken


def test_the_clock_is_that_of_the_clinic(client, monkeypatch):
    clinic = make.clinic(time_zone="Pacific/Auckland")
    about = make.client(of=make.member(of=clinic))
    evening_in_london = datetime(2026, 11, 19, 20, 0, tzinfo=ZoneInfo("UTC"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening_in_london)

    assert "Good morning, Person" in Browser(client, about.clinician).read("/")


# --- a clinician ------------------------------------------------------------------------------


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
    assert len(many) - FIXED_QUERIES == 7 <= MOST_QUERIES


def test_home_reads_the_end_of_a_long_series_only(client):
    about = make.client()
    make.series(about, count=30)

    browser = Browser(client, about.clinician)

    with counted() as queries:
        browser.read("/")

    (reading,) = [sql for sql in queries if '"range_low"' in sql]
    assert "OFFSET 16" in reading
    assert SessionLog.objects.count() == 30


# --- the first client -------------------------------------------------------------------------


def test_first_use_asks_for_a_client_and_offers_a_code(client):
    owner = people.open_practice(make.user(), name="Solo")

    page = Browser(client, owner).read("/")

    form = page.split("<main")[1].split("</form>")[0]
    assert 'name="code"' in form
    assert f'action="/c/{owner.clinic.slug}/clients/new/"' in form


def test_the_first_form_leads_to_the_first_log(client):
    owner = people.open_practice(make.user(), name="Solo")

    answer = Browser(client, owner).post(
        "/clients/new/", {"code": "K-14", "then": "log"}, follow=True
    )

    assert answer.status_code == 200
    assert "/log/new/?client=" in answer.redirect_chain[-1][0]


# --- supervisors and admins -------------------------------------------------------------------


def supervised(client_code="K-14"):
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee)
    return supervisor, make.client(of=trainee, code=client_code)


def test_a_supervisor_sees_the_latest_logs_of_their_trainees(client):
    supervisor, about = supervised()
    log = make.log(of=about)
    other = make.log(of=make.client(of=make.member(of=supervisor.clinic), code="X-99"))

    page = Browser(client, supervisor).read("/")

    assert f"/log/{log.pk}/" in page
    assert "K-14" in page
    assert str(other.pk) not in page


def test_a_supervisors_own_logs_are_not_those_of_a_trainee():
    both = make.member(roles="clinician supervisor")
    make.log(of=make.client(of=both))

    assert trainee_logs(both, today=make.TODAY) == []


def test_a_supervisor_sees_no_session_from_before_the_supervision(client):
    trainee = make.member()
    supervisor = make.member(of=trainee.clinic, roles="supervisor")
    make.supervision(supervisor, trainee, starts_on=make.TODAY - timedelta(days=7))
    about = make.client(of=trainee, code="K-14")
    make.log(of=about, held_on=make.TODAY - timedelta(days=8))

    assert "K-14" not in Browser(client, supervisor).read("/")


def test_a_supervisor_with_clients_of_their_own_gets_their_caseload(client):
    member = make.member(roles="clinician supervisor")
    make.client(of=member, code="K-14")

    assert "Caseload" in Browser(client, member).read("/")


def test_a_supervisor_who_could_see_clients_is_offered_to_add_one(client):
    member = make.member(roles="clinician supervisor")

    page = Browser(client, member).read("/")

    assert "Latest logs of your trainees" in page
    assert "/clients/new/" in page


def test_an_admin_sees_who_is_here_and_no_client(client):
    about = make.client(code="K-14")
    admin = make.member(of=about.clinic, roles="admin")
    stranger = make.member()

    page = Browser(client, admin).read("/")

    assert about.clinician.user.name in page
    assert "K-14" not in page
    assert f">{stranger.user.name}<" not in page


@pytest.mark.parametrize(("roles", "cost"), [("supervisor", 1), ("admin", 1)])
def test_the_other_landing_pages_cost_one_query(client, roles, cost):
    supervisor, about = supervised()
    admin = make.member(of=supervisor.clinic, roles="admin")
    make.series(about, count=4)

    browser = Browser(client, supervisor if roles == "supervisor" else admin)

    with counted() as queries:
        browser.read("/")

    assert len(queries) - FIXED_QUERIES == cost
