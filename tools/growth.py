"""What a page costs as the clinic around it grows: `python -m tools.growth [LOGS …]`.

One clinician with forty clients and a thousand logs, in a clinic of a thousand logs in all, then a
hundred thousand, then more. On SQLite and PostgreSQL, each run with its own floor (an empty view),
because times swing from hour to hour; what counts is CPU to the floor, statements, bytes, memory,
blocks that PostgreSQL looked at, and which index answers. Writes growth.json.
"""

import json
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import psycopg

from alliance.walls.roles import APP
from tools.chaos.people import PASSWORD
from tools.chaos.processes import ROOT, Alliance, Postgres

CLIENTS, SESSIONS = 40, 25
EACH = CLIENTS * SESSIONS
PEOPLE = ("clinician-1", "admin")
WHO = """
SELECT m.clinic_id, m.user_id FROM people_membership m JOIN people_user u ON u.id = m.user_id
WHERE u.email = '{}@seed-1-1.example'
"""


def main() -> None:
    parser = ArgumentParser(prog="python -m tools.growth")
    parser.add_argument("logs", nargs="*", type=int, default=[1_000, 100_000])
    parser.add_argument("--on", choices=["sqlite", "postgres"], action="append")
    asked = parser.parse_args()
    runs = []
    for kind in asked.on or ["sqlite", "postgres"]:
        for logs in asked.logs:
            run = measure(kind, logs)
            runs.append(run)
            tell(run, first=next(each for each in runs if each["on"] == kind))
    Path("growth.json").write_text(json.dumps(runs, indent=1))


def measure(kind: str, logs: int) -> dict[str, Any]:
    with ExitStack() as stack:
        name = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="alliance-growth-", ignore_cleanup_errors=True)
        )
        folder = Path(name)
        postgres = Postgres(folder) if kind == "postgres" else None
        if postgres:
            stack.callback(postgres.stop)
        alliance = Alliance(
            folder, database=postgres.address if postgres else f"sqlite:///{folder}/a.sqlite3"
        )
        alliance.manage("prepare")
        before, began = _cpu_seconds(postgres), time.monotonic()
        said = alliance.manage(
            *("seed", "--clinics=1", f"--clinicians={max(1, logs // EACH)}"),
            *(f"--clients={CLIENTS}", f"--sessions={SESSIONS}", f"--password={PASSWORD}"),
        )
        seeding = {
            "seed": said.strip(),
            "seed_seconds": time.monotonic() - began,
            "seed_cpu_seconds": _cpu_seconds(postgres) - before,
        }
        pages = _pages(alliance, postgres)
    return {"on": kind, "logs": logs, **seeding, **pages}


def _cpu_seconds(postgres: Postgres | None) -> float:
    """Of the commands that were run, and of the server they asked."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    server = postgres.cpu_seconds() if postgres else 0
    return spent.ru_utime + spent.ru_stime + server


def _pages(alliance: Alliance, postgres: Postgres | None) -> dict[str, Any]:
    with _connected(alliance, postgres) as connection:
        # As the autovacuum would in a minute: plans follow what is known of the tables.
        connection.execute("VACUUM ANALYZE" if postgres else "ANALYZE")
        found = [connection.execute(WHO.format(each)).fetchone() for each in PEOPLE]
    (clinic, clinician), (_clinic, admin) = found
    signed_in = {"DATABASE_URL": postgres.address_of(APP)} if postgres else {}
    done = subprocess.run(
        [sys.executable, "-m", "tools.growth_pages", str(clinic), str(clinician), str(admin)],
        cwd=ROOT,
        env=alliance.environment | signed_in,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _connected(alliance: Alliance, postgres: Postgres | None) -> Any:
    if postgres:
        return psycopg.connect(postgres.address, autocommit=True)
    return closing(sqlite3.connect(alliance.folder / "a.sqlite3", autocommit=True))


def tell(run: dict[str, Any], *, first: dict[str, Any]) -> None:
    floor = run["floor_ms"]
    print(f"\n{run['on']}, {run['logs']} logs; {run['seed']}, {run['seed_cpu_seconds']:.0f} s CPU")
    print(f"empty view {floor:.2f} ms CPU; {run['memory_mb']:.0f} MB at the end")
    before = {page["name"]: page for page in first["pages"]}
    for page in run["pages"]:
        then = before[page["name"]]
        growth = (page["ms"] / floor) / (then["ms"] / first["floor_ms"])
        print(
            f"{page['name']:<28} {page['ms']:>7.1f} ms CPU  {page['ms'] / floor:>6.1f} × empty  "
            f"{growth:>5.2f} × growth  {page['queries']:>3} statements  {page['kib']:>5.1f} KiB  "
            f"{page['blocks']:>5} blocks, {then['blocks']} at first"
        )
    print("indexes: " + ", ".join(run["indexes"]))
    for page, scans in run["scans"].items():
        print(f"read whole: {page}: {', '.join(scans)}")


if __name__ == "__main__":
    main()
