"""An admin reads the clinic in figures; a clinician their own practice."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests import make
from tests.browser.conftest import DESKTOP, PHONE
from tests.reports.figures import clinic_with_figures

VIEWPORTS = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def runs_over(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


def answered_422(complaints) -> None:
    """Chromium says so in the console when a page is answered with 422."""
    assert len(complaints) == 1
    assert "422" in complaints.pop()


@VIEWPORTS
@THEMES
def test_figures_are_for_everyone(page_as, axe_violations, complaints, viewport, dark):
    admin = clinic_with_figures(clinicians=4)
    about = make.client()
    make.series(about, count=8, last=date.today() - timedelta(days=3))

    for person, path in (
        (admin, "/"),
        (admin, "/?from_month=2026-10&to_month=2026-05"),
        (make.member(roles="admin"), "/"),
        (about.clinician, "/practice/"),
        (make.member(), "/practice/"),
    ):
        page = page_as(person.user, viewport=viewport, dark=dark)
        page.goto(f"/c/{person.clinic.slug}{path}")

        assert axe_violations(page) == [], path
        assert not runs_over(page), path
    answered_422(complaints)


def test_an_admin_chooses_months_and_a_team_and_wants_the_summary_each_month(page_as, complaints):
    admin = clinic_with_figures(clinicians=6, sessions=16)
    page = page_as(admin.user)
    page.goto(f"/c/{admin.clinic.slug}/")
    expect(page.get_by_role("heading", name="Sessions logged, by team")).to_be_visible()

    page.locator("#id_from_month").select_option(label="October 2026")
    page.locator("#id_to_month").select_option(label="May 2026")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("This month is before the first.").last).to_be_visible()
    expect(page.locator("#id_from_month")).to_have_value("2026-10")
    answered_422(complaints)

    page.locator("#id_to_month").select_option(label="October 2026")
    page.locator("#id_team").select_option(label="Adults")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="Month by month: Adults")).to_be_visible()

    page.get_by_role("button", name="Prepare it each month").click()
    expect(page.get_by_text("a mail says when it is there")).to_be_visible()
    page.get_by_role("link", name="Overview").first.click()
    expect(page.get_by_role("button", name="Stop the one each month")).to_be_visible()


def test_figures_can_be_read_without_javascript(open_page):
    admin = clinic_with_figures(clinicians=4)
    page = open_page(as_user=admin.user, javascript=False)

    page.goto(f"/c/{admin.clinic.slug}/")
    page.locator("#id_from_month").select_option(label="September 2026")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_text("September to October 2026").first).to_be_visible()
    expect(page.get_by_role("row", name="Oct 2026")).to_be_visible()


def test_a_clinician_finds_their_own_practice_from_home(page_as):
    about = make.client()
    make.series(about, count=8, last=date.today() - timedelta(days=3))
    page = page_as(about.clinician.user)

    page.goto(f"/c/{about.clinic.slug}/")
    page.get_by_role("link", name="My practice in figures").click()

    expect(page.get_by_role("heading", name="My practice", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="Print (PDF)")).to_be_visible()
