"""Forms written without a network: each arrives once, merges with nothing, opens for its author."""

import json
import uuid
from base64 import b64encode

import pytest
from django.contrib.staticfiles.finders import find

from alliance.audit.models import Entry
from alliance.logbook.models import Draft, OfflineKey, SessionLog
from alliance.logbook.services import drafts, logs, offline
from alliance.vault.boxes import close_box
from tests import make
from tests.browse import Browser, posted, unrated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def about():
    about = make.client()
    make.series(about, count=2, last=make.LAST_WEEK)
    return about


@pytest.fixture
def browser(client, about):
    return Browser(client, about.clinician)


def boxed(fields, *, by, submission=None):
    """The fields as a device seals them."""
    submission = submission or fields["submission"]
    key = offline.offline_key(by=by).public_key
    values = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    box = close_box(json.dumps(values).encode(), public=key, bound_to=f"{by.pk} {submission}")
    return {"submission": str(submission), "sealed": b64encode(box).decode()}


def send(browser, fields, *, by, is_finished=True):
    more = {"is_finished": "on"} if is_finished else {}
    answer = browser.post("/log/offline/send/", boxed(fields, by=by) | more)
    return answer.json()["state"]


def test_a_finished_form_becomes_a_log(browser, about):
    state = send(browser, posted(about, reflection="On the train."), by=about.clinician)

    assert state == "saved"
    log = SessionLog.objects.get(held_on=make.TODAY)
    assert len(log.ratings) == 10
    assert "On the train." in browser.read(f"/log/{log.pk}/")


def test_sent_twice_it_is_one_log(browser, about):
    fields = posted(about)

    states = [send(browser, fields, by=about.clinician) for _time in range(2)]

    assert states == ["saved", "saved"]
    assert SessionLog.objects.of_client(about).count() == 3


def test_the_client_may_be_named_by_code(browser, about):
    assert send(browser, posted(client=about.code.lower()), by=about.clinician) == "saved"


def test_an_unfinished_form_becomes_a_draft(browser, about):
    fields = unrated(about, reflection="Half a thought.")

    assert send(browser, fields, by=about.clinician, is_finished=False) == "draft"
    draft = Draft.objects.get()
    assert "Half a thought." in browser.read(f"/drafts/{draft.submission}/")


def test_a_form_with_an_error_becomes_a_draft(browser, about):
    assert send(browser, posted(about, minutes="0"), by=about.clinician) == "draft"


def test_a_form_about_nobody_known_stays_on_the_device_and_can_be_opened(browser, about):
    fields = posted(client="Q-99", reflection="About whom?")

    assert send(browser, fields, by=about.clinician) == "look"
    page = browser.post("/log/offline/open/", boxed(fields, by=about.clinician))
    assert page.status_code == 422
    assert "About whom?" in page.text
    assert "not the code of one of your open clients" in page.text


def test_a_newer_draft_from_elsewhere_is_a_conflict_that_shows_both(browser, about):
    fields = posted(about, reflection="Written on the train.")
    drafts.save_draft(
        uuid.UUID(fields["submission"]),
        client=about,
        fields={name: [value] for name, value in posted(about, reflection="At the desk.").items()},
        answered=10,
        held_on=make.TODAY,
        log=None,
        by=about.clinician,
    )

    assert send(browser, fields, by=about.clinician) == "conflict"
    page = browser.post("/log/offline/open/", boxed(fields, by=about.clinician))
    assert page.status_code == 409
    assert "At the desk." in page.text
    assert page.text.count("Written on the train.") == 2
    assert SessionLog.objects.of_client(about).count() == 2


@pytest.mark.parametrize(("is_finished", "state"), [(False, "draft"), (True, "saved")])
def test_a_draft_of_the_same_words_is_no_conflict(browser, about, is_finished, state):
    """The page kept it on the server too, as the line came back, and the device didn't hear."""
    fields = posted(about, reflection="Written on the train.")
    along = {"csrfmiddlewaretoken": "x", "stands_at": f"{browser.prefix}/log/new/"}
    assert browser.post("/log/draft/", fields | along).status_code == 200

    assert send(browser, fields, by=about.clinician, is_finished=is_finished) == state


def test_a_draft_that_the_device_knew_is_no_conflict(browser, about):
    fields = posted(about)
    draft = drafts.save_draft(
        uuid.UUID(fields["submission"]),
        client=about,
        fields={},
        answered=0,
        held_on=None,
        log=None,
        by=about.clinician,
    )

    fields["draft_seen"] = draft.saved_at.isoformat()

    assert send(browser, fields, by=about.clinician) == "saved"


def test_a_log_saved_elsewhere_from_the_same_form_is_a_conflict(browser, about):
    fields = posted(about, reflection="Written on the train.")
    saved = make.log(
        of=about, submission=uuid.UUID(fields["submission"]), reflection="At the desk."
    )

    assert send(browser, fields, by=about.clinician) == "conflict"
    page = browser.post("/log/offline/open/", boxed(fields, by=about.clinician))
    assert page.status_code == 409
    assert "At the desk." in page.text
    assert f"/log/{saved.pk}/change/" in page.text


def test_a_change_made_without_a_network_is_saved(browser, about):
    log = make.log(of=about)
    fields = posted(about, log=str(log.pk), version="1", intention="Slow down")

    assert send(browser, fields, by=about.clinician) == "saved"
    assert SessionLog.objects.get(pk=log.pk).version == 2


def test_a_change_to_what_changed_meanwhile_is_a_conflict(browser, about):
    log = make.log(of=about)
    logs.change_log(log, entry=make.entry(reflection="At the desk."), version=1, by=about.clinician)
    fields = posted(about, log=str(log.pk), version="1", reflection="On the train.")

    assert send(browser, fields, by=about.clinician) == "conflict"
    page = browser.post("/log/offline/open/", boxed(fields, by=about.clinician))
    assert page.status_code == 409
    assert "At the desk." in page.text


def test_what_was_sealed_for_another_opens_for_nobody_else(client, browser, about):
    peer = make.member(of=about.clinic)
    box = boxed(posted(about, reflection="A canary."), by=about.clinician)
    offline.offline_key(by=peer)

    answer = Browser(client, peer).post("/log/offline/send/", box)
    opened = Browser(client, peer).post("/log/offline/open/", box)

    assert (answer.status_code, answer.json()) == (422, {"state": "unreadable"})
    assert opened.status_code == 400
    assert "canary" not in opened.text


def test_a_box_opens_as_the_form_it_was_sealed_as(browser, about):
    box = boxed(posted(about), by=about.clinician) | {"submission": str(uuid.uuid4())}

    assert browser.post("/log/offline/send/", box).json() == {"state": "unreadable"}


@pytest.mark.parametrize(
    "odd", [{}, {"submission": "x"}, {"sealed": "###"}, {"sealed": "x" * 1_000_001}]
)
def test_what_is_no_box_is_a_bad_request(browser, about, odd):
    fields = boxed(posted(about), by=about.clinician) | odd if odd else {}

    assert browser.post("/log/offline/send/", fields).status_code == 400


def test_one_key_for_every_device_and_one_entry(browser, about):
    first, second = (browser.post("/log/offline/key/").json()["key"] for _time in range(2))

    assert first == second
    assert OfflineKey.objects.count() == 1
    assert Entry.objects.filter(verb="made offline key").count() == 1


def test_the_page_that_devices_keep_names_no_client_and_no_reader(browser, about):
    supervisor = make.member(of=about.clinic, roles="supervisor", user=make.user(name="Quill"))
    make.supervision(supervisor, about.clinician)

    page = browser.read("/log/offline/")

    assert about.code not in page
    assert str(about.pk) not in page
    assert "Quill" not in page
    assert page.count('class="mb-3 scale"') == 10
    # Nor the day it was kept on, in words: it may be opened on another.
    assert "Today" not in page


def test_the_service_worker_keeps_files_and_no_page_of_a_clinic(client):
    answer = client.get("/sw.js")

    files = json.loads(answer.text.splitlines()[0].removeprefix("const FILES = ").rstrip(";"))
    assert answer["Content-Type"].startswith("text/javascript")
    missing = [name for name in files if find(name.removeprefix("/static/")) is None]
    assert missing == []
