"""The two pages of the main job as a screen reader tells them: from the accessibility tree."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import make
from tests.browser.conftest import PHONE

WORDS = ["Not at all", "A little", "Partly", "Mostly", "Fully"]


@pytest.fixture
def about(monkeypatch):
    monkeypatch.setattr(make, "TODAY", timezone.localdate())
    client = make.client(code="M-12")
    make.supervision(make.member(of=client.clinic, roles="supervisor"), client.clinician)
    make.series(client, count=12, last=make.TODAY - timedelta(days=7))
    return client


def told_by(page) -> list[str]:
    """The lines of the accessibility tree, in the order in which they are read."""
    tree = page.locator("body").aria_snapshot()
    return [line.strip().removeprefix("- ").rstrip(":") for line in tree.splitlines()]


def in_order(told: list[str], story: list[str]) -> list[str]:
    """What of the story isn't told, or not after what precedes it."""
    place, missing = 0, []
    for sentence in story:
        try:
            place = told.index(sentence, place) + 1
        except ValueError:
            missing.append(sentence)
    return missing


def test_the_log_form_is_read_as_a_story(page_as, about):
    page = page_as(
        about.clinician.user,
        viewport=PHONE,
        path=f"/c/{about.clinic.slug}/log/new/?client={about.pk}",
    )

    told = told_by(page)

    assert (
        in_order(
            told,
            [
                'link "Skip to content"',
                'link "Close and keep as draft"',
                'heading "M-12 session 13" [level=1]',
                'progressbar "Checklist"',
                "main",
                'region "Welcome and setting"',
                'group "My welcome helped the client settle."',
                *(f'radio "{word}"' for word in [*WORDS, "Not sure"]),
                'region "Listening and questions"',
                'region "Did something strain between you?"',
                'radio "No"',
                'radio "Yes"',
                'textbox "Private reflection"',
                'textbox "Note for supervision"',
                'heading "One thing to hold in mind next time" [level=2]',
                'textbox "One thing to hold in mind next time"',
                "paragraph: 0 of 10 answered",
                'button "Save session"',
            ],
        )
        == []
    )
    # Nothing is answered for them, and last time's answer is told with the question, not as one.
    assert not any("[checked]" in line for line in told if line.startswith('radio "'))
    assert described(page, "fieldset:has([name='rating-welcome-greeting'])") == "Last time: Mostly"
    # Who reads a field is told with it.
    assert "Hidden from supervisors" in described(page, "[name=reflection]")
    assert "will read this" in described(page, "[name=shared_note]")


def test_the_saved_page_is_read_as_a_story(page_as, about):
    log = make.log(of=about, ratings=make.ratings(4, welcome_greeting=1), rupture=make.rupture())
    page = page_as(
        about.clinician.user, viewport=PHONE, path=f"/c/{about.clinic.slug}/log/{log.pk}/saved/"
    )

    told = told_by(page)

    assert (
        in_order(
            told,
            [
                "main",
                "status: Saved. M-12, session 13, today",
                'heading "Welcome and setting sat lower than usual. The rest held." [level=1]',
                "figure",
                "list",
                'link "A rupture is open."',
                'region "Something to try"',
                'heading "Something to try" [level=2]',
                "article",
                'link "Done"',
            ],
        )
        == []
    )
    chart = next(line for line in told if line.strip("'").startswith("img "))
    assert "Below the usual range: Welcome and setting." in chart
    assert sum(line.startswith("heading ") and line.endswith("[level=1]") for line in told) == 1


def described(page, field: str) -> str:
    """What is read after the name of a field."""
    return page.locator(field).evaluate(
        "(field) => (field.getAttribute('aria-describedby') || '').split(' ')"
        ".map((id) => document.getElementById(id)?.textContent.trim()).join(' ')"
    )
