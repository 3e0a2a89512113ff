"""A signal is read, answered and taken back; what has fallen out is noted; all of it by anyone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.logbook.models import Absence, Signal
from tests import make
from tests.browser.conftest import DESKTOP, PHONE


@pytest.fixture
def about(transactional_db):
    """A client with a drop today and two months before it, so that each page has something."""
    client = make.client()
    today = timezone.localdate()
    for week in range(9, 0, -1):
        rated = make.ratings(4, repair_noticed=2)
        make.log(of=client, held_on=today - timedelta(weeks=week), ratings=rated)
    make.log(of=client, held_on=today, ratings=make.ratings(1))
    return client


def pages_of(client):
    signal = Signal.objects.of_client(client).get(kind="drop")
    paths = [
        f"signals/{signal.pk}/",
        f"clients/{client.pk}/absences/",
        "growth/",
        "settings/",
    ]
    return [f"/c/{client.clinic.slug}/{path}" for path in paths]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_can_be_read_by_anyone(page_as, axe_violations, about, viewport, dark):
    page = page_as(about.clinician.user, viewport=viewport, dark=dark)

    for path in pages_of(about):
        page.goto(path)
        for fold in page.query_selector_all("main details:not([open]) > summary"):
            fold.click()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without"])
def test_a_signal_is_answered_and_the_answer_taken_back(page_as, about, javascript):
    page = page_as(about.clinician.user, path=pages_of(about)[0], javascript=javascript)

    page.fill("[name=remark]", "Of course.")
    page.click("text=Makes sense")
    page.wait_for_selector("text=Kept: it makes sense.")
    assert Signal.objects.of_client(about).get(kind="drop").answer == "makes_sense"

    page.click("text=Take the answer back")
    page.wait_for_selector("text=It waits for an answer again.")
    assert Signal.objects.of_client(about).get(kind="drop").answer == ""


def test_one_tap_notes_that_somebody_did_not_come(page_as, about):
    page = page_as(about.clinician.user, viewport=PHONE, path=pages_of(about)[1])

    page.click("text=Did not come")
    page.wait_for_selector(f"text=Noted for {about.code}: Did not come.")
    assert Absence.objects.get().starts_on == timezone.localdate()

    page.click(".toasts button:has-text('Undo')")
    page.wait_for_selector("text=Taken back.")
    assert not Absence.objects.exists()
