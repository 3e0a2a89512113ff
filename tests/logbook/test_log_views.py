import uuid
from datetime import timedelta

import pytest
from django.utils.formats import date_format

from alliance.audit.models import Entry
from alliance.logbook.models import Rupture, SessionLog
from alliance.logbook.services.absences import note_absence
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    """Sign a member in and get pages of their clinic: signed_in(member).get("/log/new/")."""

    class Browser:
        def __init__(self, member):
            self.prefix = f"/c/{member.clinic.slug}"
            client.force_login(member.user)

        def get(self, path, **kwargs):
            return client.get(self.prefix + path, **kwargs)

        def post(self, path, fields=None, **kwargs):
            return client.post(self.prefix + path, fields or {}, **kwargs)

    return Browser


def posted(client=None, **fields):
    """A core form filled with Mostly."""
    values = {
        "client": str(client.pk) if client else "",
        "held_on": str(make.TODAY),
        "minutes": "50",
        "setting": "in_person",
        "form": "core",
        "submission": str(uuid.uuid4()),
    }
    return values | {f"rating-{item}": str(r) for item, r in make.ratings().items()} | fields


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: make.TODAY)


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


def test_emoji_and_other_scripts_are_kept(signed_in):
    client = make.client()

    signed_in(client.clinician).post("/log/new/", posted(client, intention="Ask 🌱 “wie geht’s”"))

    log = SessionLog.objects.get()
    page = signed_in(client.clinician).get(f"/log/{log.pk}/").content.decode()
    assert "Ask 🌱 “wie geht’s”" in page


def test_a_client_of_someone_else_is_no_client_of_mine(signed_in):
    stranger, client = make.member(), make.client()

    page = signed_in(stranger).post("/log/new/", posted(client))

    assert page.status_code == 422
    assert client.code not in page.content.decode()
    assert not SessionLog.objects.exists()


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


def test_a_changed_log_keeps_how_it_read_before(signed_in):
    log = make.log(intention="First thought")
    browser = signed_in(log.author)
    fields = posted(log.client, version="1", intention="Second thought")

    browser.post(f"/log/{log.pk}/change/", fields)

    assert "Second thought" in browser.get(f"/log/{log.pk}/").content.decode()
    before = browser.get(f"/log/{log.pk}/versions/").content.decode()
    assert "First thought" in before
    assert f"<dd>{date_format(log.held_on)}</dd>" in before


def test_a_form_that_comes_back_tells_its_day_as_a_day(signed_in):
    client, day = make.client(), make.TODAY - timedelta(days=3)

    page = signed_in(client.clinician).post(
        "/log/new/", posted(client, held_on=str(day), minutes="0")
    )

    assert f"<strong>{date_format(day, 'D j M Y')}</strong>" in page.content.decode()


def test_a_stale_form_gets_both_texts_and_loses_nothing(signed_in):
    log = make.log()
    browser = signed_in(log.author)
    browser.post(f"/log/{log.pk}/change/", posted(log.client, version="1", reflection="first tab"))

    page = browser.post(
        f"/log/{log.pk}/change/", posted(log.client, version="1", reflection="second tab")
    )

    text = page.content.decode()
    assert page.status_code == 409
    assert "first tab" in text
    assert text.count("second tab") == 2  # in the comparison and in the form
    assert 'name="version" value="2"' in text


def test_the_form_opens_with_what_is_stored(signed_in):
    log = make.log(
        reflection="kept", rupture=make.rupture(what_happened="Went quiet"), contexts=("mandated",)
    )

    text = signed_in(log.author).get(f"/log/{log.pk}/change/").content.decode()

    assert "kept" in text
    assert "Went quiet" in text
    assert 'value="mandated"' in text
    assert 'value="-first_session"' in text


def test_a_draft_is_kept_and_found_again(signed_in):
    client = make.client()
    browser, fields = signed_in(client.clinician), posted(client, reflection="half a thought")

    saved = browser.post("/log/draft/", fields)
    page = browser.get(f"/drafts/{fields['submission']}/")

    assert "Draft saved" in saved.content.decode()
    assert "half a thought" in page.content.decode()


def test_a_new_form_leads_back_to_the_draft_that_was_begun(signed_in):
    client = make.client()
    browser, fields = signed_in(client.clinician), posted(client)
    before = browser.get(f"/log/new/?client={client.pk}").content.decode()
    browser.post("/log/draft/", fields)

    after = browser.get(f"/log/new/?client={client.pk}").content.decode()

    assert "Continue the draft" not in before
    assert f"/drafts/{fields['submission']}/" in after


def test_a_draft_without_a_client_says_what_is_missing(signed_in):
    answer = signed_in(make.member()).post("/log/draft/", posted())

    assert answer.status_code == 422
    assert "Choose a client" in answer.content.decode()


def test_a_draft_takes_a_code_where_there_are_too_many_clients_to_list(signed_in):
    client = make.client(code="K-14")
    browser = signed_in(client.clinician)

    assert browser.post("/log/draft/", posted() | {"client": " k-14"}).status_code == 200
    assert browser.post("/log/draft/", posted() | {"client": "K-15"}).status_code == 422


def test_a_late_autosave_does_not_bring_back_a_saved_form(signed_in):
    client = make.client()
    browser, fields = signed_in(client.clinician), posted(client)
    browser.post("/log/new/", fields)

    answer = browser.post("/log/draft/", fields)

    assert answer.status_code == 409
    assert not client.drafts.exists()


def test_a_draft_is_its_authors_alone(signed_in):
    client = make.client()
    fields = posted(client)
    signed_in(client.clinician).post("/log/draft/", fields)

    answer = signed_in(make.member(of=client.clinic)).get(f"/drafts/{fields['submission']}/")

    assert answer.status_code == 404


def test_after_an_expired_sign_in_the_address_of_the_draft_is_kept(client):
    draft = f"/c/x/drafts/{uuid.uuid4()}/"

    answer = client.get(draft)

    assert answer.status_code == 302
    assert answer.url == f"/accounts/login/?next={draft}"


def test_a_supervisor_reads_a_trainees_log_but_never_the_reflection(signed_in):
    log = make.log(reflection="canary-reflection", shared_note="for you")
    supervisor = make.member(of=log.clinic, roles="supervisor")
    make.supervision(supervisor, log.author)

    text = signed_in(supervisor).get(f"/log/{log.pk}/").content.decode()

    assert "for you" in text
    assert "canary-reflection" not in text


@pytest.mark.parametrize("page", ["change/", "saved/", "versions/", "move/"])
def test_a_supervisor_may_read_but_not_write(signed_in, page):
    log = make.log()
    supervisor = make.member(of=log.clinic, roles="supervisor")
    make.supervision(supervisor, log.author)

    assert signed_in(supervisor).get(f"/log/{log.pk}/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "change/", "saved/", "versions/", "move/"])
@pytest.mark.parametrize("roles", ["clinician", "supervisor", "admin"])
def test_a_log_of_someone_else_is_not_found(signed_in, page, roles):
    log = make.log()

    assert (
        signed_in(make.member(of=log.clinic, roles=roles)).get(f"/log/{log.pk}/{page}").status_code
        == 404
    )
    assert signed_in(make.member(roles=roles)).get(f"/log/{log.pk}/{page}").status_code == 404


def test_trash_and_undo(signed_in):
    log = make.log()
    browser = signed_in(log.author)

    browser.post(f"/log/{log.pk}/trash/")
    gone = browser.get(f"/log/{log.pk}/").status_code
    browser.post(f"/log/{log.pk}/restore/")

    assert gone == 404
    assert browser.get(f"/log/{log.pk}/").status_code == 200


def test_a_log_moves_to_the_right_client_with_its_words(signed_in):
    log = make.log(reflection="went along", rupture=make.rupture(what_happened="so did this"))
    right = make.client(of=log.author)
    browser = signed_in(log.author)

    browser.post(f"/log/{log.pk}/move/", {"client": str(right.pk)})

    text = browser.get(f"/log/{log.pk}/").content.decode()
    assert right.code in text
    assert "went along" in text
    assert "so did this" in text


def test_a_taken_card_becomes_the_intention_and_can_be_given_up(signed_in):
    log = make.log(ratings=make.ratings(2), intention="My own words")
    browser = signed_in(log.author)
    suggestion = log.suggestions.first()

    browser.post(f"/suggestions/{suggestion.pk}/take/")
    taken = browser.get(f"/log/{log.pk}/saved/").content.decode()
    browser.post(f"/suggestions/{suggestion.pk}/take/")
    given_up = browser.get(f"/log/{log.pk}/saved/").content.decode()

    assert 'aria-pressed="true"' in taken
    assert "My own words" in given_up


def test_a_suggestion_of_someone_else_is_not_found(signed_in):
    suggestion = make.log(ratings=make.ratings(2)).suggestions.first()

    answer = signed_in(make.member()).post(f"/suggestions/{suggestion.pk}/take/")

    assert answer.status_code == 404


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
