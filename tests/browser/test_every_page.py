"""Every page on every screen: nothing too wide, nothing that axe minds, nothing too small to tap.

At 320 pixels, which is also 1280 at 400 % zoom, words are longer than English ones, as German has
them; the client's code is as long as one may be. Each page is met once, by the first role that may
open it; those that look different to each role, by each.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone, translation
from django.utils.translation import trans_real

from tests import routes
from tests.access_roles import OK, ROLES
from tests.access_table import TABLE
from tests.asking import browser_of
from tests.browser.conftest import AXE, AXE_TAGS, DESKTOP, PHONE

NARROW = {"width": 320, "height": 640}
TABLET = {"width": 768, "height": 1024}
WIDE = {"width": 1920, "height": 1080}
SWEPT = ("author", "supervisor", "admin", "anonymous")
LOOKS_DIFFERENT = {
    "home:show_home",
    "people:edit_settings",
    "privacy:show_client",
    "progress:show_client",
    "progress:show_help",
    "reports:list_reports",
    "reviews:list_agendas",
}
# To somebody who is signed in, these are other pages or lead away.
DOORS = {
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_confirm_email",
}
# In no placeholder, tag or entity.
LONG_WORD = re.compile(r"(?<![%({&<\w/])[A-Za-z]{6,}\b(?![^<]*>)(?![)}\w/=])")

AXE_SAYS = """async ([tags, rules]) => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.all(document.getAnimations().map((fading) => fading.finished));
  const runOnly = rules ? { type: "rule", values: rules } : tags;
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.flatMap(
    (broken) => broken.nodes.map((node) => `${broken.id}: ${node.target}`));
}"""
# A theme changes nothing but colours.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .filter((one) => !one.closest("[role=region][tabindex]"))
    .slice(-3).map((one) => `too wide at ${innerWidth}: ${one.outerHTML.slice(0, 120)}`)"""
# A link in a sentence is as high as its line. What is stretched over a row counts as the row.
# Below 16 pixels a phone zooms into the field.
NOT_FOR_A_THUMB = """() =>
  [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((one) => one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }))
  .filter((one) => !one.closest("p, dd, td, .quote, .visually-hidden"))
  .flatMap((one) => {
    const row = getComputedStyle(one, "::after").position === "absolute" && one.offsetParent;
    const parts = [one, one.labels?.[0], row].filter(Boolean);
    const high = Math.max(...parts.map((part) => part.getBoundingClientRect().height));
    const is_typed = one.matches("input:not([type=radio], [type=checkbox]), select, textarea");
    const size = parseFloat(getComputedStyle(one).fontSize);
    const name = one.outerHTML.slice(0, 120);
    return [...(high < 43.5 ? [`${Math.round(high)} px high: ${name}`] : []),
            ...(is_typed && size < 16 ? [`letters of ${size} px: ${name}`] : [])];
  })"""


@pytest.fixture
def longer_words(monkeypatch):
    """Switched on, every longer word of the interface grows by ten letters."""
    switch = {"is_on": False}
    trans = translation._trans
    trans.gettext  # noqa: B018 - loads the real functions first

    def said(real, *words):
        text = real(*words)
        return LONG_WORD.sub(r"\g<0>sverfahren", text) if switch["is_on"] else text

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        real = getattr(trans_real, name)
        monkeypatch.setattr(
            trans, name, lambda *words, real=real: said(real, *words), raising=False
        )
    return switch


def met_by(role):
    """Names of the pages that this role is the first to open, or sees in a way of its own."""
    earlier = [ROLES.index(other) for other in SWEPT[: SWEPT.index(role)]]
    for name, (get, _post) in TABLE.items():
        if get is None or get[ROLES.index(role)] != OK:
            continue
        if role == "anonymous":
            is_new = name in DOORS
        else:
            is_new = name in LOOKS_DIFFERENT or not any(get[other] == OK for other in earlier)
        if is_new:
            yield name


def pages_of(world, role):
    """Addresses that answer with a whole page: no file, no piece, no way on."""
    browser, prefix = browser_of(world, role)
    for name in met_by(role):
        path = prefix + routes.path_of(name, world.ids)
        if name != "upkeep:readyz" and is_page(browser.get(path)):
            yield path


def is_page(answer):
    return answer.status_code == 200 and not answer.streaming and b"<html" in answer.content[:300]


def what_is_wrong(page):
    """With the page that is open, on a phone and on a desk, by day and by night."""
    for viewport in (TABLET, WIDE):
        page.set_viewport_size(viewport)
        yield from page.evaluate(TOO_WIDE)
    for viewport in (PHONE, DESKTOP):
        page.set_viewport_size(viewport)
        yield from page.evaluate(TOO_WIDE)
        for theme, rules in (("dark", OF_COLOURS), ("light", None)):
            page.emulate_media(color_scheme=theme)
            found = page.evaluate(AXE_SAYS, [AXE_TAGS, rules])
            yield from (f"{viewport['width']}, {theme}: {said}" for said in found)
        if viewport == PHONE:
            yield from page.evaluate(NOT_FOR_A_THUMB)


# Whatever a page asks of another host is a complaint, and so is a breach of its policy.
@pytest.mark.requirement("WEB-05", "WEB-03")
@pytest.mark.parametrize("role", SWEPT)
def test_every_page_fits_every_screen_and_everyone(open_page, longer_words, role):
    world = routes.build_world(today=timezone.localdate())
    page = open_page(as_user=world.people[role][0], viewport=NARROW)
    page.add_init_script(path=AXE)
    found = {}

    for path in list(pages_of(world, role)):
        longer_words["is_on"] = True
        page.set_viewport_size(NARROW)
        page.goto(path)
        wrong = page.evaluate(TOO_WIDE)
        longer_words["is_on"] = False
        page.goto(path)
        wrong += what_is_wrong(page)
        found |= {urlsplit(page.url).path: wrong} if wrong else {}

    assert found == {}
