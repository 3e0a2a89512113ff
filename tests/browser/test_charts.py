"""Reading a chart one session at a time, by pointing and by the arrow keys."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from alliance.web.charts.describe import strip_description, trend_description
from alliance.web.charts.figure import chart_figure
from alliance.web.charts.legend import strip_legend, trend_legend
from alliance.web.charts.marks import DomainRow, SessionPoint
from alliance.web.charts.strip import domain_strip
from alliance.web.charts.table import session_table
from alliance.web.charts.trend import trend_chart
from tests.browser.conftest import DESKTOP, PHONE

STATIC = settings.BASE_DIR / "static"
POINTS = [
    SessionPoint(date(2026, 5, 28) + timedelta(7 * i), score, 60 if i >= 2 else None, 80)
    for i, score in enumerate([70, 72, 75, 74, 40, 71])
]
ROWS = [DomainRow("Goals and tasks", (75, 75, 75, 75, 25, 75), frozenset({4}))]


@pytest.fixture
def open_charts(chromium):
    pages = []

    def open_one(viewport=DESKTOP, *, dark=False):
        page = chromium.new_page(viewport=viewport)
        pages.append(page)
        page.set_content(document(theme="dark" if dark else "light"))
        page.add_script_tag(path=STATIC / "js/chart.js")
        return page

    yield open_one
    for page in pages:
        page.close()


def document(*, theme):
    styles = "".join((STATIC / "css" / name).read_text() for name in ("tokens.css", "charts.css"))
    days = [point.held_on for point in POINTS]
    told = {"title": "K-14, session by session", "description": trend_description(POINTS)}
    trend = chart_figure(
        "trend",
        wide=trend_chart(POINTS, size="wide", **told),
        narrow=trend_chart(POINTS, size="narrow", **told),
        legend=trend_legend(POINTS, client="K-14"),
        table="sessions",
    )
    told = {"title": "By domain", "description": strip_description(ROWS, held_on=days)}
    strip = chart_figure(
        "strip",
        wide=domain_strip(ROWS, held_on=days, size="wide", **told),
        narrow=domain_strip(ROWS, held_on=days, size="narrow", **told),
        legend=strip_legend(ROWS),
        table="sessions",
    )
    table = session_table(POINTS, (), ROWS, ident="sessions", caption="Each session")
    return (
        f'<html lang="en-GB" data-bs-theme="{theme}"><head><title>K-14</title><style>{styles}'
        "body { background: var(--ground); color: var(--ink); }</style></head>"
        f"<body><main><h1>K-14</h1>{trend}{strip}{table}</main></body></html>"
    )


def reading(page, kind="trend"):
    return page.inner_text(f"[data-chart={kind}] .chart-reading")


def cursors(page, kind):
    return page.eval_on_selector_all(
        f"figure[data-chart={kind}] .c-cursor", "all => all.map(c => c.getAttribute('d'))"
    )


def test_arrow_keys_read_one_session_at_a_time(open_charts):
    page = open_charts()

    page.focus("figure[data-chart=trend]")
    page.keyboard.press("End")
    assert reading(page).startswith("2 Jul 2026. Average: Mostly, 3.8. Usual range: 3.4 to 4.2")
    page.keyboard.press("ArrowLeft")
    assert reading(page) == ("25 Jun 2026. Average: Partly, 2.6. Usual range: 3.4 to 4.2, below it")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    assert reading(page).startswith("28 May 2026.")
    page.keyboard.press("Escape")
    assert "arrow keys" in reading(page)


def test_pointing_reads_the_nearest_session_in_both_charts(open_charts):
    page = open_charts()
    svg = page.locator("figure[data-chart=strip] .only-lg svg")
    box = svg.bounding_box()
    x = float(svg.get_attribute("data-centres").split()[4]) * box["width"] / 648

    svg.hover(position={"x": x + 3, "y": 8})

    assert reading(page, "strip") == "25 Jun 2026. Goals and tasks: A little, below usual"
    assert all(cursors(page, "trend"))


def test_everything_read_out_stands_in_the_table(open_charts):
    page = open_charts()
    cells = page.locator("table").all_inner_texts()[0]

    page.focus("figure[data-chart=trend]")
    for _ in POINTS:
        page.keyboard.press("ArrowRight")
        for told in reading(page).split(". "):
            assert told.partition(": ")[2] in cells


def test_leaving_the_chart_takes_the_cursor_away(open_charts):
    page = open_charts()
    page.focus("figure[data-chart=trend]")
    page.keyboard.press("End")

    page.keyboard.press("Tab")

    assert cursors(page, "trend") == cursors(page, "strip") == [None, None]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_page_of_charts_shows_one_size_and_has_no_barrier(
    open_charts, axe_violations, viewport, dark
):
    page = open_charts(viewport, dark=dark)

    shown = page.eval_on_selector_all("svg.trend", "all => all.map(s => s.clientWidth > 0)")
    assert sorted(shown) == [False, True]
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
