"""The pages of one clinician of the world that DATABASE_URL holds, measured in this process."""

import gzip
import json
import re
import resource
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client as Browser  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from alliance.catalogue.load import CURRENT_EDITION, checklist  # noqa: E402
from alliance.logbook.models import Client, SessionLog  # noqa: E402
from alliance.people.models import Membership, User  # noqa: E402

ROUNDS = 30
SQLITE_INDEX = re.compile(r"(?:USING|WITH) (?:COVERING )?INDEX (\S+)")
SQLITE_SCAN = re.compile(r"^SCAN (\S+)$")
# Tables so small that reading them whole is the quickest way.
SMALL = {"people_clinic", "vault_keycheck", "jobs_run"}
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def main() -> None:
    with connection.cursor() as cursor:
        # As the autovacuum would in a minute: plans follow what is known of the tables.
        cursor.execute("ANALYZE")
    user = User.objects.get(email="clinician-1@seed-1-1.example")
    member = Membership.objects.select_related("clinic").get(user=user)
    browser = Browser(SERVER_NAME="localhost")
    browser.force_login(user)
    floor = milliseconds(lambda: browser.get("/livez"))
    indexes: set[str] = set()
    scans: dict[str, list[str]] = {}
    rows = []
    for name, ask in pages(browser, member):
        rows.append({"name": name, **cost(ask), "ms": milliseconds(ask)})
        used, whole = plans(ask)
        indexes |= used
        if whole - SMALL:
            scans[name] = sorted(whole - SMALL)
    told = {
        "floor_ms": floor,
        "pages": rows,
        "indexes": sorted(indexes),
        "scans": scans,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write("\n" + json.dumps(told) + "\n")


def pages(browser: Browser, member: Membership) -> Iterator[tuple[str, Callable[[], Any]]]:
    clients = list(Client.objects.of_clinician(member).filter(closed_on=None).order_by("pk"))
    log = SessionLog.objects.of_client(clients[0]).order_by("-number")[0]
    addresses = {
        "home, 40 clients": "/",
        "clients": "/clients/",
        "form, core ten": f"/log/new/?client={clients[0].pk}",
        "form, all twenty": f"/log/new/?client={clients[0].pk}&form=full",
        "client page, 25 sessions": f"/clients/{clients[0].pk}/",
        "brief": f"/clients/{clients[0].pk}/brief/",
        "saved page": f"/log/{log.pk}/saved/",
        "guidance": "/guidance/",
    }
    prefix = f"/c/{member.clinic.slug}"
    for name, address in addresses.items():
        yield name, lambda address=address: browser.get(prefix + address)  # type: ignore[misc]
    yield (
        "saving a full log",
        lambda: browser.post(f"{prefix}/log/new/", full_log(next_of(clients))),
    )


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


def plans(ask: Callable[[], Any]) -> tuple[set[str], set[str]]:
    """Which indexes answer the page's readings, and which tables are read whole."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    used: set[str] = set()
    whole: set[str] = set()
    for query in captured:
        if query["sql"].startswith("SELECT"):
            some, others = _plan(query["sql"].removesuffix("FOR UPDATE"))
            used |= some
            whole |= others
    return used, whole


def _plan(sql: str) -> tuple[set[str], set[str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of a few pages is read whole whatever index there is; is there one?
            cursor.execute("SET enable_seqscan = off")
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            (told,) = cursor.fetchone()
            cursor.execute("RESET enable_seqscan")
            nodes = list(_nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))
            used = {node["Index Name"] for node in nodes if "Index Name" in node}
            scans = {n["Relation Name"] for n in nodes if n["Node Type"] == "Seq Scan"}
            return used, scans
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        steps = [row[3] for row in cursor.fetchall()]
    used = {found[1] for step in steps for found in SQLITE_INDEX.finditer(step)}
    return used, {found[1] for step in steps for found in SQLITE_SCAN.finditer(step)}


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
