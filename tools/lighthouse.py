"""Lighthouse on a phone, over the pages that people use most, in the demo.

Usage: python -m tools.lighthouse http://localhost:8000 PROGRAM [times [PAGE …]] (with `make run`
running). A PAGE is one as the table names it, "admin /people/"; without any, all are looked at.
PROGRAM is Lighthouse's own, which is no part of what this project installs:
`npm install --prefix FOLDER lighthouse@12` puts it at FOLDER/node_modules/.bin/lighthouse. Each
page is looked at so many times; the median of performance is told, and the lowest of the other two.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tools.chromium import find_chromium
from tools.screenshots import sign_in

CATEGORIES = ("performance", "accessibility", "best-practices")
WANTED = (95, 100, 100)
PATIENCE_SECONDS = 180
FLAGS = "--headless --no-sandbox --disable-gpu"
PAGES = {
    "therapist": (
        *("", "clients/", "log/new/", "guidance/", "guidance/repair-first-move/", "growth/"),
        *("practice/", "trash/", "help/", "settings/", "settings/signing-in/", "supervision/"),
        *("reports/", "privacy/", "agenda/", "import/"),
    ),
    "supervisor": ("", "reviews/", "trainees/", "reviews/past/"),
    "admin": (
        *("", "people/", "people/invite/", "people/supervisions/", "people/teams/"),
        *("settings/clinic/", "audit/", "status/"),
    ),
}
# Found by the first link of this kind on a page.
BEHIND = {
    "therapist": (
        ("clients/", "a[href*='/clients/0']", ("", "brief/", "change/", "absences/")),
        ("", "a[href*='/log/new/?client=']", ("",)),
    ),
    "supervisor": (
        ("reviews/", "a[href*='/reviews/0']", ("",)),
        ("trainees/", "main a[href*='/trainees/0']", ("",)),
    ),
    "admin": (("people/", "main a[href*='/people/0']", ("",)),),
}


class Visit(NamedTuple):
    who: str
    path: str
    cookie: str

    @property
    def name(self) -> str:
        """As the table has it: without ids, which differ from one demo to the next."""
        parts = self.path.split("?")[0].removeprefix("/c/demo").split("/")
        return f"{self.who} {'/'.join('…' if part.count('-') == 4 else part for part in parts)}"


def main(address: str, program: str, times: int, only: Sequence[str]) -> int:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        visits = [Visit("anyone", "/accounts/login/", "")]
        visits += [visit for who in PAGES for visit in visits_of(browser, address, who)]
        browser.close()
    visits = [visit for visit in visits if not only or visit.name in only]
    is_good = True
    print("page | performance | accessibility | best practices | runs of performance", flush=True)
    for visit in visits:
        runs = [looked_at(address, visit, program) for _time in range(times)]
        performance, *others = zip(*runs, strict=True)
        scores = (median(performance), *(min(each) for each in others))
        is_good &= all(score >= wanted for score, wanted in zip(scores, WANTED, strict=True))
        told = " | ".join(f"{score:.0f}" for score in scores)
        each = " ".join(f"{run:.0f}" for run in performance)
        print(f"{visit.name} | {told} | {each}", flush=True)
    return 0 if is_good else 1


def visits_of(browser: Browser, address: str, who: str) -> Iterator[Visit]:
    page = browser.new_context().new_page()
    sign_in(page, address, who=who)
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())
    paths = [f"/c/demo/{path}" for path in PAGES[who]]
    for path, link, ends in BEHIND[who]:
        page.goto(f"{address}/c/demo/{path}")
        found = page.locator(link).first.get_attribute("href")
        paths += [f"{found}{end}" for end in ends]
    for path in paths:
        # What is no page has marks of its own.
        if not page.context.request.get(address + path).ok:
            sys.exit(f"{address}{path} is no page; is this a fresh demo?")
        yield Visit(who, path, cookie)
    page.context.close()


def looked_at(address: str, visit: Visit, program: str) -> tuple[float, ...]:
    """The three scores, 0 to 100, of one run; -1 for one that was not made."""
    headers = json.dumps({"Cookie": visit.cookie}) if visit.cookie else "{}"
    done = subprocess.run(
        [
            *(program, address + visit.path, "--quiet", "--output=json"),
            *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}"),
            f"--extra-headers={headers}",
        ],
        env={"CHROME_PATH": str(find_chromium()), "PATH": "/usr/bin:/bin:/usr/local/bin"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    if done.returncode:
        sys.exit(f"Lighthouse could not look at {visit.name}: {done.stderr[-400:]}")
    found = json.loads(done.stdout)["categories"]
    return tuple(100 * (found[name]["score"] or -0.01) for name in CATEGORIES)


if __name__ == "__main__":
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    sys.exit(main(sys.argv[1], sys.argv[2], times, sys.argv[4:]))
