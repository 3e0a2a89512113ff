"""What each page costs: queries, CPU as a ratio to an empty view in the same run, bytes sent.

Prints a table and writes bench.json. Runs on a database of its own: SQLite in a temporary folder,
or the PostgreSQL of DATABASE_URL. Times swing from machine to machine and from hour to hour; the
ratio to the empty view of the same run is what to compare, and no test looks at either.
"""

import gzip
import json
import os
import shutil
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import cycle
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from alliance.reviews.services.comments import add_comment  # noqa: E402
from tests import make  # noqa: E402
from tests.settings import TEST_FOLDER  # noqa: E402
from tools.bench_clinic import ClinicOfMany  # noqa: E402
from tools.bench_parts import catalogue_parts, first_visit, saved_parts  # noqa: E402

ROUNDS = 40
CLIENTS = 40
SAVED_ABOUT = 20
SESSIONS = 60
# Saving answers with a redirect, which is no page to visit.
LEAST_PAGE = 1000
TRAINEES = 5
# Of each of their four clients twenty-five: as long a course as the PDF is to be quick with.
WAITING = 500
# Sign-in, membership with its clinic, and the audit entry of a reading: each page pays them.
FIXED = ("django_session", "people_user", "people_membership", "audit_entry")


@dataclass(frozen=True)
class Row:
    name: str
    value: float
    unit: str
    limit: float | None


def main() -> None:
    TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows = measure()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
        shutil.rmtree(TEST_FOLDER, ignore_errors=True)
    Path("bench.json").write_text(json.dumps({"rows": [asdict(row) for row in rows]}, indent=1))
    for row in rows:
        limit = f"≤ {row.limit:g}" if row.limit is not None else ""
        sys.stdout.write(f"{row.name:<44} {row.value:>10.2f} {row.unit:<10} {limit}\n")


def measure() -> list[Row]:
    world = World()
    floor = milliseconds(world.page("/livez"))
    rows = [Row(f"empty view, {connection.vendor}", floor, "ms CPU", None)]
    clinic = ClinicOfMany()
    for page in [*world.pages(), *Supervision().pages(), *figures_of(clinic)]:
        queries, fixed, sent = cost(page.call)
        cpu = milliseconds(page.call)
        rows += [
            Row(f"{page.name}: queries", queries, "queries", page.most_queries),
            Row(f"{page.name}: fixed queries beside", fixed, "queries", 7),
            Row(f"{page.name}: CPU", cpu, "ms CPU", page.most_ms),
            Row(f"{page.name}: CPU to the empty view", cpu / floor, "times", None),
            Row(f"{page.name}: page sent", sent / 1024, "KiB gzip", 100),
        ]
        if len(visited := page.call()) > LEAST_PAGE:
            first = first_visit(visited) / 1024
            rows.append(Row(f"{page.name}: first visit, fonts aside", first, "KiB gzip", 100))
    rows += [Row(*part) for part in (*saved_parts(world.last), *catalogue_parts(), *clinic.parts())]
    return rows


@dataclass(frozen=True)
class Page:
    name: str
    call: Callable[[], bytes]
    most_queries: int
    most_ms: float


class World:
    """A clinician with forty clients, one of them seen sixty times."""

    def __init__(self) -> None:
        make.TODAY = timezone.localdate()
        self.member = make.member()
        self.client = make.client(of=self.member)
        make.series(self.client, count=SESSIONS, last=make.TODAY - timedelta(days=7))
        for _number in range(CLIENTS - 1):
            make.series(make.client(of=self.member), count=8, last=make.TODAY - timedelta(days=3))
        self.last = make.log(
            of=self.client, ratings=make.ratings(2), rupture=make.rupture(what_happened="A silence")
        )
        self.rupture_id = self.last.ruptures_opened.get().pk
        self.browser = Browser(SERVER_NAME="localhost")
        self.browser.force_login(self.member.user)

    def page(self, path: str) -> Callable[[], bytes]:
        address = path if path == "/livez" else f"/c/{self.member.clinic.slug}{path}"
        return lambda: self.browser.get(address).content

    def save(self, *, sessions: int) -> Callable[[], bytes]:
        """A full log with notes, a rupture and an intention, each time a new one.

        Of several clients in turn: a hundred open ruptures of one would be no usual form.
        """
        member = make.member()
        browser = Browser(SERVER_NAME="localhost")
        browser.force_login(member.user)
        clients = [make.client(of=member) for _number in range(SAVED_ABOUT)]
        for client in clients:
            make.series(client, count=sessions, last=make.TODAY - timedelta(days=1))
        turn = cycle(str(client.pk) for client in clients)
        address = f"/c/{member.clinic.slug}/log/new/"
        return lambda: browser.post(address, full_log(next(turn))).content

    def pages(self) -> list[Page]:
        form = f"/log/new/?client={self.client.pk}"
        return [
            Page("form, core ten", self.page(form), 8, 20),
            Page("form, all twenty", self.page(f"{form}&form=full"), 8, 30),
            Page("saving a full log", self.save(sessions=12), 14, 15),
            Page("saved page, 60 sessions", self.page(f"/log/{self.last.pk}/saved/"), 8, 15),
            Page("home, 40 clients", self.page("/"), 10, 15),
            Page("clients, 40", self.page("/clients/"), 10, 15),
            Page("client page, 60 sessions", self.page(f"/clients/{self.client.pk}/"), 9, 15),
            Page("brief, 60 sessions", self.page(f"/clients/{self.client.pk}/brief/"), 6, 15),
            Page("a rupture", self.page(f"/ruptures/{self.rupture_id}/"), 8, 15),
            Page("guidance", self.page("/guidance/"), 4, 15),
        ]


class Supervision:
    """A supervisor with five trainees and 500 of their logs to review, some of them strained."""

    def __init__(self) -> None:
        supervisor = make.member(roles="supervisor")
        trainees = [make.member(of=supervisor.clinic) for _number in range(TRAINEES)]
        clients = []
        for trainee in trainees:
            make.supervision(supervisor, trainee)
            clients += [make.client(of=trainee) for _number in range(4)]
        sessions = WAITING // len(clients)
        for about in clients:
            make.series(about, count=sessions - 1, last=make.TODAY - timedelta(days=7))
            log = make.log(of=about, ratings=make.ratings(2), rupture=make.rupture())
            add_comment(log, text="I froze.", submission=uuid.uuid4(), by=about.clinician)
        self.log, self.client, self.trainee = log, clients[-1], trainees[-1]
        self.prefix = f"/c/{supervisor.clinic.slug}"
        self.browser = Browser(SERVER_NAME="localhost")
        self.browser.force_login(supervisor.user)

    def page(self, path: str) -> Callable[[], bytes]:
        return lambda: self.browser.get(self.prefix + path).content

    def pages(self) -> list[Page]:
        return [
            Page("queue, 500 logs waiting", self.page("/reviews/"), 10, 20),
            Page("a log under review", self.page(f"/reviews/{self.log.pk}/"), 12, 30),
            Page("a trainee's course", self.page(f"/trainees/{self.trainee.pk}/"), 12, 40),
            Page("agenda", self.page(f"/agenda/{self.trainee.pk}/"), 8, 15),
            Page("PDF of 24 sessions", self.page(f"/clients/{self.client.pk}/report/"), 20, 1000),
        ]


def figures_of(clinic: ClinicOfMany) -> list[Page]:
    return [Page(visit.name, visit.call, 10, 200) for visit in clinic.visits()]


def full_log(client: str) -> dict[str, str]:
    rated = make.ratings(3, listen_tone=2, goals_link=4, bounds_sharing="na", repair_step=3)
    return {
        "client": client,
        "held_on": str(make.TODAY),
        "minutes": "50",
        "setting": "in_person",
        "form": "full",
        "submission": str(uuid.uuid4()),
        "reflection": "Something of my own need to be useful. " * 10,
        "intention": "Leave more room",
        "rupture": "yes",
        "rupture-kind": "withdrawal",
        "rupture-status": "open",
        **{f"rating-{item}": str(rating) for item, rating in rated.items()},
    }


def cost(call: Callable[[], bytes]) -> tuple[int, int, int]:
    """Queries beyond the fixed ones, the fixed ones, and bytes sent compressed."""
    call()
    with CaptureQueriesContext(connection) as captured:
        page = call()
    asked = [query["sql"] for query in captured if not is_transaction(query["sql"])]
    fixed = [sql for sql in asked if is_fixed(sql)]
    return len(asked) - len(fixed), len(fixed), len(gzip.compress(page))


def is_transaction(sql: str) -> bool:
    return sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"))


def is_fixed(sql: str) -> bool:
    table = sql.replace('"', "").split(" FROM ")[-1].split(" INTO ")[-1].split()[0]
    return table in FIXED


def milliseconds(call: Callable[[], bytes]) -> float:
    """Median CPU time of a request in this process."""
    times = []
    for _round in range(ROUNDS):
        start = time.process_time()
        call()
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
