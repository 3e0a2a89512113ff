"""Drafts of logs: kept, found again, and their author's alone."""

import uuid

import pytest

from tests import make
from tests.browse import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


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
