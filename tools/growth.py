"""What a page costs as the clinic around it grows: `python -m tools.growth [LOGS …]`.

One clinician with forty clients and a thousand logs, in a clinic of a thousand logs in all, then a
hundred thousand, then more. On SQLite and PostgreSQL, each run with its own floor (an empty view),
because times swing from hour to hour; what counts is CPU to the floor, statements, bytes, memory,
and which index answers. Writes growth.json.
"""

import json
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tools.chaos.people import PASSWORD
from tools.chaos.processes import ROOT, Alliance, Postgres

CLIENTS, SESSIONS = 40, 25
EACH = CLIENTS * SESSIONS


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
        address = f"sqlite:///{folder}/a.sqlite3"
        if kind == "postgres":
            postgres = Postgres(folder)
            stack.callback(postgres.stop)
            address = postgres.address
        alliance = Alliance(folder, database=address)
        alliance.manage("prepare")
        began = time.monotonic()
        said = alliance.manage(
            *("seed", "--clinics=1", f"--clinicians={max(1, logs // EACH)}"),
            *(f"--clients={CLIENTS}", f"--sessions={SESSIONS}", f"--password={PASSWORD}"),
        )
        seconds = time.monotonic() - began
        done = subprocess.run(
            [sys.executable, "-m", "tools.growth_pages"],
            cwd=ROOT,
            env=alliance.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr[-3000:])
        pages = json.loads(done.stdout.splitlines()[-1])
    return {"on": kind, "logs": logs, "seed": said.strip(), "seed_seconds": seconds, **pages}


def tell(run: dict[str, Any], *, first: dict[str, Any]) -> None:
    floor = run["floor_ms"]
    print(f"\n{run['on']}, {run['logs']} logs; {run['seed']}")
    print(f"empty view {floor:.2f} ms CPU; {run['memory_mb']:.0f} MB at the end")
    before = {page["name"]: page for page in first["pages"]}
    for page in run["pages"]:
        then = before[page["name"]]
        growth = (page["ms"] / floor) / (then["ms"] / first["floor_ms"])
        print(
            f"{page['name']:<28} {page['ms']:>7.1f} ms CPU  {page['ms'] / floor:>6.1f} × empty  "
            f"{growth:>5.2f} × growth  {page['queries']:>3} statements  {page['kib']:>5.1f} KiB"
        )
    print("indexes: " + ", ".join(run["indexes"]))
    for page, scans in run["scans"].items():
        print(f"read whole: {page}: {', '.join(scans)}")


if __name__ == "__main__":
    main()
