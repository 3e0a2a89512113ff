"""The form of a log: what it asks, what saving keeps and costs, and what can't be kept."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture, SessionLog
from alliance.logbook.services.absences import note_absence
from tests import make
from tests.browse import FIXED_QUERIES, counted, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


# --- what it asks -----------------------------------------------------------------------------


def test_the_form_shows_the_core_ten_and_preselects_nothing(signed_in):
    client = make.client()

    page = signed_in(client.clinician).get(f"/log/new/?client={client.pk}")

    assert page.status_code == 200
    text = page.content.decode()
    assert text.count('class="mb-3 scale') == 10 + 3  # three extras of a first session
    assert "checked" not in text.split('id="log-form"')[1].split("savebar")[0]


def test_all_twenty_by_a_switch_that_is_remembered(signed_in):
    client = make.client()
    browser = signed_in(client.clinician)

    browser.post("/log/new/", posted(client, form="full"))

    page = browser.get(f"/log/new/?client={client.pk}").content.decode()
    assert page.count("My tone fitted") == 1


def test_by_video_the_wording_changes_and_extras_come(signed_in):
    client = make.client()
    make.log(of=client, held_on=make.TODAY - timedelta(days=7), setting="video")

    page = signed_in(client.clinician).get(f"/log/new/?client={client.pk}&form=full")

    text = page.content.decode()
    assert "I set up the call to suit this client." in text
    assert "I checked that the client could talk privately." in text


def test_a_context_that_follows_from_facts_can_be_left_out(signed_in):
    client = make.client()

    signed_in(client.clinician).post(
        "/log/new/", posted(client, contexts=["-first_session", "mandated"])
    )

    assert SessionLog.objects.get().contexts == ["mandated"]


def test_yes_to_strain_draws_the_entry_and_keeps_what_was_typed(signed_in):
    client = make.client()

    page = signed_in(client.clinician).post(
        "/log/new/", posted(client, show="rupture", reflection="half a thought")
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert 'name="rupture-kind"' in text
    assert "half a thought" in text
    assert not SessionLog.objects.exists()


def test_a_rupture_needs_only_kind_and_status(signed_in):
    client = make.client()

    signed_in(client.clinician).post(
        "/log/new/",
        posted(client, rupture="yes", **{"rupture-kind": "mixed", "rupture-status": "partly"}),
    )

    assert Rupture.objects.get().status == "partly"


def test_after_a_missed_session_the_log_is_about_a_client_who_may_not_return(signed_in):
    client = make.client()
    make.log(of=client, held_on=make.TODAY - timedelta(days=14))
    note_absence(
        client, kind="no_show", starts_on=make.TODAY - timedelta(days=7), by=client.clinician
    )

    text = signed_in(client.clinician).get(f"/log/new/?client={client.pk}").content.decode()

    assert "Missed a session, or may not return" in text


def test_opening_the_form_of_a_client_is_kept_as_a_reading(signed_in):
    log = make.log(intention="Ask about Monday", held_on=make.TODAY - timedelta(days=7))
    before = Entry.objects.about(log.client_id).filter(verb="opened").count()

    page = signed_in(log.author).get(f"/log/new/?client={log.client_id}")

    assert "Ask about Monday" in page.content.decode()
    assert Entry.objects.about(log.client_id).filter(verb="opened").count() == before + 1


# --- saving -----------------------------------------------------------------------------------


def test_saving_leads_to_what_stood_out(signed_in):
    client = make.client()

    answer = signed_in(client.clinician).post("/log/new/", posted(client), follow=True)

    log = SessionLog.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"/log/{log.pk}/saved/")
    assert log.ratings == make.ratings()


def test_the_same_form_sent_twice_gives_the_same_page(signed_in):
    client = make.client()
    browser, fields = signed_in(client.clinician), posted(client)

    first, second = browser.post("/log/new/", fields), browser.post("/log/new/", fields)

    assert first.url == second.url
    assert SessionLog.objects.count() == 1


def test_a_saved_form_sent_for_another_client_keeps_the_text_and_may_be_saved_anew(signed_in):
    clinician = make.member()
    first, second = make.client(of=clinician), make.client(of=clinician)
    browser, fields = signed_in(clinician), posted(first, intention="kept as typed")
    browser.post("/log/new/", fields)

    page = browser.post("/log/new/", fields | {"client": str(second.pk)})

    text = page.content.decode()
    assert page.status_code == 422
    assert f"saved for {first.code}" in text
    assert "kept as typed" in text
    assert fields["submission"] not in text


def test_at_the_end_of_a_day_saving_goes_on_with_the_next_client(signed_in):
    client = make.client()
    browser = signed_in(client.clinician)

    answer = browser.post("/log/new/", posted(client, then="next"))

    assert answer.url.endswith("/log/new/")
    assert SessionLog.objects.get().client == client


def test_a_client_may_be_named_by_code(signed_in):
    client = make.client()

    signed_in(client.clinician).post("/log/new/", posted() | {"client": client.code.lower()})

    assert SessionLog.objects.get().client == client


def test_emoji_and_other_scripts_are_kept(signed_in):
    client = make.client()

    signed_in(client.clinician).post("/log/new/", posted(client, intention="Ask 🌱 “wie geht’s”"))

    log = SessionLog.objects.get()
    page = signed_in(client.clinician).get(f"/log/{log.pk}/").content.decode()
    assert "Ask 🌱 “wie geht’s”" in page


# --- what can't be kept -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"held_on": str(make.TODAY + timedelta(days=1))}, "hasn’t come yet|hasn't come yet"),
        ({"held_on": "1990-01-01"}, "first seen on"),
        ({"held_on": "0000-00-00"}, "valid date"),
        ({"held_on": ""}, "required"),
        ({"minutes": "0"}, "at least a minute"),
        ({"minutes": "9" * 30}, "600 minutes"),
        ({"rating-welcome-greeting": "0"}, "Choose one of the answers"),
        ({"rating-welcome-greeting": "6"}, "Choose one of the answers"),
        ({"rating-welcome-greeting": "na"}, "Choose one of the answers"),
        ({"rating-no-such-item": "3"}, "the checklist doesn"),
        ({"reflection": "x" * 1_000_000}, "longer than 20000"),
        ({"intention": "a\x00b"}, "be kept"),
        ({"rupture": "yes"}, "so that it can be followed"),
        ({"setting": "by_pigeon"}, "valid choice"),
        ({"submission": "not-a-uuid"}, "valid UUID"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(signed_in, fields, sentence):
    client = make.client()
    typed = posted(client, shared_note="kept as typed") | fields

    page = signed_in(client.clinician).post("/log/new/", typed)

    text = page.content.decode().replace("&#x27;", "'")
    assert page.status_code == 422
    assert any(part in text for part in sentence.split("|"))
    assert "kept as typed" in text
    assert not SessionLog.objects.exists()


def test_a_form_that_comes_back_tells_its_day_as_a_day(signed_in):
    client, day = make.client(), make.TODAY - timedelta(days=3)

    page = signed_in(client.clinician).post(
        "/log/new/", posted(client, held_on=str(day), minutes="0")
    )

    assert f"<strong>{date_format(day, 'D j M Y')}</strong>" in page.content.decode()


def test_a_client_of_someone_else_is_no_client_of_mine(signed_in):
    stranger, client = make.member(), make.client()

    page = signed_in(stranger).post("/log/new/", posted(client))

    assert page.status_code == 422
    assert client.code not in page.content.decode()
    assert not SessionLog.objects.exists()


# --- cost -------------------------------------------------------------------------------------


def test_saving_a_full_log_costs_fourteen_queries_and_its_notes_in_the_trail(signed_in):
    member = make.member()
    seen, about = make.client(of=member), make.client(of=member)
    for each in (seen, about):
        make.series(each, count=12, last=make.LAST_WEEK)
    rated = make.ratings(4, listen_tone=3, goals_link=4, bounds_sharing="na", repair_step=3)
    fields = {f"rating-{item}": str(rating) for item, rating in rated.items()}
    fields |= {"form": "full", "reflection": "Something of my own.", "intention": "More room"}
    fields |= {"rupture": "yes", "rupture-kind": "withdrawal", "rupture-status": "open"}
    page = signed_in(member)
    page.post("/log/new/", posted(seen, **fields))  # remembers the form of twenty

    with counted() as statements:
        page.post("/log/new/", posted(about, **fields))

    trail = [sql for sql in statements if sql.startswith('INSERT INTO "audit_entry"')]
    assert len(trail) == 2
    assert any(sql.startswith('UPDATE "logbook_client" SET "learned"') for sql in statements)
    assert len(statements) - FIXED_QUERIES - len(trail) <= 14
