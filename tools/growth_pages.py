"""The pages of one clinician of the world that DATABASE_URL holds, measured in this process.

Signed in to the database as the web server is, so that the wall between clinics is in each plan.
Called with the clinic, and the addresses of a clinician and an admin.
"""

import gzip
import json
import re
import resource
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from secrets import choice, randbelow
from typing import Any
from uuid import UUID

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from alliance.catalogue.load import CURRENT_EDITION, checklist  # noqa: E402
from alliance.logbook.codes import LETTERS  # noqa: E402
from alliance.logbook.models import Client, SessionLog  # noqa: E402
from alliance.people.models import Membership, User  # noqa: E402
from alliance.walls.whose import for_user, in_clinic  # noqa: E402

type Page = tuple[str, Callable[[], Any]]
ROUNDS = 30
SQLITE_INDEX = re.compile(r"(?:USING|WITH) (?:COVERING )?INDEX (\S+)")
SQLITE_SCAN = re.compile(r"^SCAN (\S+)$")
# Tables so small that reading them whole is the quickest way.
SMALL = {"people_clinic", "vault_keycheck", "jobs_run"}
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def main() -> None:
    clinic_id, clinician, admin = UUID(sys.argv[1]), *map(UUID, sys.argv[2:])
    with in_clinic(clinic_id), for_user(clinician):
        asked = [*pages_of_a_clinician(clinic_id, user_id=clinician)]
    with in_clinic(clinic_id), for_user(admin):
        asked += pages_of_an_admin(clinic_id, user_id=admin)
    floor = milliseconds(lambda: Browser(SERVER_NAME="localhost").get("/livez"))
    indexes: set[str] = set()
    scans: dict[str, list[str]] = {}
    rows = []
    for name, ask in asked:
        row = {"name": name, **cost(ask), "ms": milliseconds(ask)}
        with CaptureQueriesContext(connection) as captured:
            ask()
        with in_clinic(clinic_id), for_user(clinician):
            plans = [plan_of(query["sql"]) for query in captured if _is_read(query["sql"])]
        row["blocks"] = sum(plan.blocks for plan in plans)
        rows.append(row)
        indexes |= {index for plan in plans for index in plan.indexes}
        whole = {table for plan in plans for table in plan.scans} - SMALL
        if whole:
            scans[name] = sorted(whole)
    told = {
        "floor_ms": floor,
        "pages": rows,
        "indexes": sorted(indexes),
        "scans": scans,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write("\n" + json.dumps(told) + "\n")


def pages_of_a_clinician(clinic_id: UUID, *, user_id: UUID) -> Iterator[Page]:
    browser, member = signed_in(clinic_id, user_id=user_id)
    clients = list(Client.objects.of_clinician(member).filter(closed_on=None).order_by("pk"))
    log = SessionLog.objects.of_client(clients[0]).order_by("-number")[0]
    prefix = f"/c/{member.clinic.slug}"
    yield from addresses(
        browser,
        prefix,
        {
            "home, 40 clients": "/",
            "clients": "/clients/",
            "form, core ten": f"/log/new/?client={clients[0].pk}",
            "form, all twenty": f"/log/new/?client={clients[0].pk}&form=full",
            "client page, 25 sessions": f"/clients/{clients[0].pk}/",
            "brief": f"/clients/{clients[0].pk}/brief/",
            "saved page": f"/log/{log.pk}/saved/",
            "guidance": "/guidance/",
        },
    )
    saving = f"{prefix}/log/new/"
    yield "saving a full log", lambda: browser.post(saving, full_log(next_of(clients)))
    yield "adding a client", lambda: browser.post(f"{prefix}/clients/new/", new_client())
    waiting = never_logged(member)
    yield "a client's first log", lambda: browser.post(saving, full_log(next(waiting)))


def pages_of_an_admin(clinic_id: UUID, *, user_id: UUID) -> Iterator[Page]:
    browser, member = signed_in(clinic_id, user_id=user_id)
    everyone = {"people of the clinic": "/people/", "trail": "/audit/", "reports": "/reports/"}
    yield from addresses(browser, f"/c/{member.clinic.slug}", everyone)


def addresses(browser: Browser, prefix: str, named: dict[str, str]) -> Iterator[Page]:
    for name, address in named.items():
        yield name, partial(browser.get, prefix + address)


def signed_in(clinic_id: UUID, *, user_id: UUID) -> tuple[Browser, Membership]:
    browser = Browser(SERVER_NAME="localhost")
    browser.force_login(User.objects.get(pk=user_id))
    of_clinic = Membership.objects.select_related("clinic")
    return browser, of_clinic.get(user=user_id, clinic=clinic_id)


def new_client() -> dict[str, str]:
    code = f"{choice(LETTERS)}{choice(LETTERS)}-{1000 + randbelow(900)}"
    return {"code": code, "started_on": timezone.localdate().isoformat(), "sessions_before": "0"}


def never_logged(member: Membership) -> Iterator[Client]:
    """Those who were added: their start is learned from the others."""
    with in_clinic(member.clinic_id):
        found = list(Client.objects.of_clinician(member).filter(prior__isnull=True))
    yield from found


def next_of(clients: list[Client]) -> Client:
    """Each in turn, so that no client's course grows while it is measured."""
    clients.append(clients.pop(0))
    return clients[-1]


def full_log(client: Client) -> dict[str, str]:
    items = checklist(CURRENT_EDITION).core_ids
    return {
        "client": str(client.pk),
        "held_on": timezone.localdate().isoformat(),
        "minutes": "50",
        "setting": "in_person",
        "form": "core",
        "submission": str(uuid.uuid4()),
        "reflection": "Something of my own need to be useful. " * 10,
        "intention": "Leave more room",
        "rupture": "yes",
        "rupture-kind": "withdrawal",
        "rupture-status": "open",
        **{f"rating-{item}": "4" for item in items},
    }


def cost(ask: Callable[[], Any]) -> dict[str, Any]:
    ask()
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    if answer.status_code not in {200, 302}:
        sys.exit(f"{answer.status_code} {answer.content[:2000]!r}")
    statements = [query["sql"] for query in captured if not query["sql"].startswith(CONTROL)]
    return {"queries": len(statements), "kib": len(gzip.compress(answer.content)) / 1024}


@dataclass(frozen=True)
class Plan:
    """How one statement is answered: `blocks` of 8 KiB looked at; 0 on SQLite, which tells none."""

    indexes: set[str]
    scans: set[str]
    blocks: int = 0


def _is_read(sql: str) -> bool:
    return sql.startswith("SELECT") and "set_config" not in sql


def plan_of(sql: str) -> Plan:
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
        used = {found[1] for step in steps for found in SQLITE_INDEX.finditer(step)}
        return Plan(used, {found[1] for step in steps for found in SQLITE_SCAN.finditer(step)})
    blocks = _explained("ANALYZE, BUFFERS, ", sql)
    # A table of a few pages is read whole whatever index there is; is there one?
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        nodes = list(_nodes(_explained("", sql)))
    used = {node["Index Name"] for node in nodes if "Index Name" in node}
    scans = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"}
    return Plan(used, scans, blocks["Shared Hit Blocks"] + blocks["Shared Read Blocks"])


def _explained(how: str, sql: str) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN ({how}FORMAT JSON) {sql}")
        (told,) = cursor.fetchone()
    plan: dict[str, Any] = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def milliseconds(ask: Callable[[], Any]) -> float:
    """Median CPU time of a request in this process."""
    times = []
    for _round in range(ROUNDS):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
