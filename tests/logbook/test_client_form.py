"""The form on which a client is added and changed."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from alliance.logbook.models import Client
from alliance.logbook.services import clients
from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


MEGABYTE = "B" * 1_000_000


def typed(**fields):
    values = {"code": "K-14", "started_on": str(make.TODAY), "sessions_before": "0"}
    return values | fields


def field_of(page, name):
    """The field as it is drawn again."""
    return page.content.decode().split(f'name="{name}"')[1].split(">")[0]


# --- adding -----------------------------------------------------------------------------------


def test_the_form_offers_a_code_and_today(client):
    page = Browser(client, make.member()).read("/clients/new/")

    assert 'value="2026-11-19"' in page
    offered = page.split('name="code"')[1].split('value="')[1].split('"')[0]
    assert clients.tidy(offered) == offered
    assert offered


def test_a_code_in_the_address_stands_in_the_field(client):
    page = Browser(client, make.member()).get("/clients/new/?code=T-63")

    assert 'value="T-63"' in field_of(page, "code")


def test_adding_leads_to_the_client(client):
    member = make.member()

    answer = Browser(client, member).post("/clients/new/", typed(contexts=["couples", "trauma"]))

    added = Client.objects.get()
    assert urlsplit(answer.url).path.endswith(f"/clients/{added.pk}/")
    assert (added.code, added.clinician, added.contexts) == ("K-14", member, ["couples", "trauma"])


def test_adding_leads_to_the_first_log_where_that_is_wanted(client):
    answer = Browser(client, make.member()).post("/clients/new/", typed(then="log"))

    assert answer.url.endswith(f"/log/new/?client={Client.objects.get().pk}")


def test_a_code_is_all_that_must_be_given(client):
    Browser(client, make.member()).post("/clients/new/", {"code": "K-14", "then": "log"})

    added = Client.objects.get()
    assert (added.started_on, added.sessions_before) == (make.TODAY, 0)


@pytest.mark.parametrize("sent", [{"code": "Ines"}, {"code": "K-14", "suggest": "1"}])
def test_what_the_first_form_does_not_ask_stands_as_in_a_fresh_one(client, sent):
    page = Browser(client, make.member()).post("/clients/new/", sent)

    assert str(make.TODAY) in field_of(page, "started_on")
    assert 'value="0"' in field_of(page, "sessions_before")


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Give this client a code"),
        ("Ines", "reads like a name"),
        ("K. Ömer", "reads like a name"),
        ("k14@mail.example", "looks like an email address"),
        ("0171 5550199", "looks like a phone number"),
        ("14.03.1986", "looks like a date of birth"),
        ("K-1986", "looks like a date of birth"),
        ("K\x0014", "Use letters from A to Z"),
        ("\N{SMILING FACE WITH OPEN MOUTH}7", "Use letters from A to Z"),
        ("K-14 <b>", "Use letters from A to Z"),
        ("B" * 21, "A code has at most 20 characters"),
        (MEGABYTE, "A code has at most 20 characters"),
    ],
)
def test_a_code_that_can_not_be_kept_gets_one_sentence_and_another_code(client, code, sentence):
    answer = Browser(client, make.member()).post(
        "/clients/new/", typed(code=code, sessions_before="7")
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('id="code-error"') == 1
    assert sentence in page.split('id="code-error"')[1]
    assert "is free." in page
    assert 'value="7"' in field_of(answer, "sessions_before")
    assert not Client.objects.exists()


def test_a_code_that_is_taken_says_so(client):
    member = make.member()
    make.client(of=member, code="K-14")

    answer = Browser(client, member).post("/clients/new/", typed(code="k-14"))

    assert answer.status_code == 422
    assert "You have a client with this code already" in answer.content.decode()
    assert 'value="k-14"' in field_of(answer, "code")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("started_on", "2026-11-20", "hasn’t come yet"),
        ("started_on", "0000-01-01", "not a day in the calendar"),
        ("started_on", "10000-01-01", "not a day in the calendar"),
        ("started_on", "0001-01-01", "very long ago"),
        ("started_on", "2026-02-30", "not a day in the calendar"),
        ("started_on", "yesterday\x00", "not a day in the calendar"),
        ("started_on", MEGABYTE, "not a day in the calendar"),
        ("sessions_before", "-1", "less than none"),
        ("sessions_before", "5001", "more than 5000"),
        ("sessions_before", "twelve", "Write this as a number"),
        ("sessions_before", "9" * 10_000, "Write this as a number"),
        ("contexts", "no-such-context", "Choose from those shown"),
        ("contexts", "first_session", "Choose from those shown"),
    ],
)
def test_what_can_not_be_kept_is_told_at_its_field(client, name, value, sentence):
    answer = Browser(client, make.member()).post("/clients/new/", typed(**{name: value}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page.split("</form>")[-2]
    assert 'value="K-14"' in field_of(answer, "code")
    assert not Client.objects.exists()


def test_a_day_that_was_typed_wrong_is_still_there(client):
    answer = Browser(client, make.member()).post(
        "/clients/new/", typed(started_on="2026-02-30", contexts=["couples"])
    )

    assert 'value="2026-02-30"' in field_of(answer, "started_on")
    assert "checked" in answer.content.decode().split('value="couples"')[1].split(">")[0]


def test_another_code_keeps_what_was_typed(client):
    answer = Browser(client, make.member()).post(
        "/clients/new/",
        typed(code="Ines", sessions_before="7", contexts=["couples", "trauma"], suggest="1"),
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Ines" not in page
    assert 'value="7"' in field_of(answer, "sessions_before")
    for context in ("couples", "trauma"):
        assert "checked" in page.split(f'value="{context}"')[1].split(">")[0]


def test_where_the_documents_hold_little_the_form_says_so(client):
    page = Browser(client, make.member()).read("/clients/new/")

    assert "Couple <small>our sources say next to nothing on this</small>" in page
    assert "Trauma <small>our sources say little on this</small>" in page
    assert "Nursing <small>" not in page


def test_a_piece_of_the_page_brings_another_code(client):
    answer = Browser(client, make.member()).get(
        "/clients/new/code/", headers={"HX-Request": "true"}
    )

    assert answer.content.decode().lstrip().startswith("<input")


def test_without_scripts_the_form_opens_with_another_code(client):
    answer = Browser(client, make.member()).get("/clients/new/code/")

    assert "/clients/new/?code=" in answer.url


@pytest.mark.parametrize("path", ["/clients/new/", "/clients/new/code/"])
def test_only_clinicians_add_clients(client, path):
    assert Browser(client, make.member(roles="supervisor")).get(path).status_code == 403


# --- changing ---------------------------------------------------------------------------------


def test_a_client_is_changed(client):
    about = make.client(code="K-14")
    make.series(about, count=2)

    answer = Browser(client, about.clinician).post(
        f"/clients/{about.pk}/change/",
        typed(code="Z-9", started_on=str(about.started_on), sessions_before="4"),
    )

    about.refresh_from_db()
    assert answer.status_code == 302
    assert (about.code, about.sessions_before) == ("Z-9", 4)
    assert sorted(about.logs.values_list("number", flat=True)) == [5, 6]


def test_the_form_opens_with_what_is_kept(client):
    about = make.client(code="K-14", sessions_before=4, contexts=["couples"])

    page = Browser(client, about.clinician).get(f"/clients/{about.pk}/change/")

    assert 'value="K-14"' in field_of(page, "code")
    assert 'value="4"' in field_of(page, "sessions_before")
    assert "checked" in page.content.decode().split('value="couples"')[1].split(">")[0]


def test_a_start_after_the_first_session_is_refused_with_its_day(client):
    about = make.client()
    make.log(of=about, held_on=make.TODAY - timedelta(days=10))

    answer = Browser(client, about.clinician).post(
        f"/clients/{about.pk}/change/", typed(code=about.code)
    )

    assert answer.status_code == 422
    assert "There is a session on 9 Nov 2026 already" in answer.content.decode()
