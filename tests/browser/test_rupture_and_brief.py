"""What stood out, a rupture across sessions and the brief, in a real browser and on paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.models import CardMark, Rupture, Suggestion
from alliance.logbook.services.suggestions import take_card
from tests import make
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)
REPAIR_STEPS = checklist(CURRENT_EDITION).rupture_entry.field("repair_steps")
STEPS = [option.value for option in REPAIR_STEPS.options]
WEEK = timedelta(weeks=1)


@pytest.fixture
def world():
    """A clinician who repaired ruptures before; one is open with K-14, seen eight times."""
    today = timezone.localdate()
    member = make.member()
    other, about = make.client(of=member, code="R-08"), make.client(of=member, code="K-14")
    for each, day in ((other, today - 9 * WEEK), (about, today - 12 * WEEK)):
        make.log(of=each, held_on=day, rupture=make.rupture(repair_steps=STEPS[:1]))
        thread = Rupture.objects.get(client=each)
        repaired = make.rupture(kind="", status="repaired", repair_steps=STEPS[1:3])
        make.log(of=each, held_on=day + WEEK, threads={thread.pk: repaired})
    make.series(about, count=7, last=today - 2 * WEEK)
    low = make.ratings(5, listen_understood=2)
    before = make.log(
        of=about,
        held_on=today - WEEK,
        ratings=low,
        rupture=make.rupture(
            what_happened="Went quiet when I asked about the diary, and looked at the clock.",
            may_have_felt=(),
            next_step="Ask what the question was like.",
        ),
    )
    take_card(Suggestion.objects.select_related("client__key").filter(log=before)[0], by=member)
    log = make.log(
        of=about,
        held_on=today,
        ratings=make.ratings(1, tasks_together=4),
        intention="Leave more room before the next question.",
        last_intention="in_part",
    )
    thread = Rupture.objects.get(opened_in=before)
    pages = {
        "form": f"/log/new/?client={about.pk}",
        "saved": f"/log/{log.pk}/saved/",
        "rupture": f"/ruptures/{thread.pk}/",
        "brief": f"/clients/{about.pk}/brief/",
    }
    prefix = f"/c/{member.clinic.slug}"
    return member, {name: prefix + path for name, path in pages.items()}


@pytest.mark.parametrize("name", ["saved", "rupture", "brief"])
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_each_page_suits_everyone_and_never_scrolls_sideways(
    world, page_as, axe_violations, name, viewport, dark
):
    member, pages = world

    page = page_as(member.user, path=pages[name], viewport=viewport, dark=dark)

    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]


def test_the_brief_prints_on_one_sheet_of_a5(world, page_as):
    member, pages = world
    page = page_as(member.user, path=pages["brief"])

    sheet = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", sheet).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (148, 210)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "without scripts"])
def test_a_card_put_aside_comes_back_by_undo(world, page_as, javascript):
    member, pages = world
    page = page_as(member.user, path=pages["saved"], javascript=javascript)
    cards = page.locator(".gcard").count()

    page.get_by_role("button", name="Put aside").first.click()
    assert page.locator(".gcard").count() == cards - 1

    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert page.locator(".gcard").count() == cards


def test_pinning_stays_on_the_page(world, page_as):
    member, pages = world
    page = page_as(member.user, path=pages["saved"])

    page.get_by_role("button", name="Pin for K-14").first.click()

    page.get_by_role("button", name="Pinned for K-14").wait_for()
    assert page.url.endswith(pages["saved"])
    assert CardMark.objects.filter(kind="pinned").count() == 1


OUT_OF_ITS_CARD = """() => [...document.querySelectorAll(".pick .form-check")].filter((card) => {
  const circle = card.querySelector("input").getBoundingClientRect();
  const box = card.getBoundingClientRect();
  return circle.left < box.left || circle.right > box.left + 42 || circle.bottom > box.bottom;
}).map((card) => card.textContent)"""


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_choice_about_a_strain_has_its_circle_inside_its_card(world, page_as, viewport):
    member, pages = world
    page = page_as(member.user, path=pages["form"], viewport=viewport)

    page.locator("#after-checklist").get_by_text("Yes").click()
    page.locator("[name=rupture-status]").first.wait_for()

    assert page.locator(".pick .form-check").count() > 10
    assert page.evaluate(OUT_OF_ITS_CARD) == []


def test_the_shape_of_the_entry_stands_in_until_it_is_drawn_and_a_failure_says_so(
    world, page_as, complaints
):
    member, pages = world
    page = page_as(member.user, path=pages["form"])
    held = []
    page.route("**/log/new/**", lambda route: held.append(route))
    yes = page.locator("#after-checklist").get_by_text("Yes")

    yes.click()
    expect(page.locator("[data-drawing]")).to_be_visible()
    held[0].abort()

    expect(page.locator("[data-drawing]")).to_be_hidden()
    expect(page.locator("#save-line")).to_contain_text("Not saved")
    (said,) = complaints
    assert "ERR_FAILED" in said
    complaints.clear()
