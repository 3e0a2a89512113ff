"""What exports of 100,000 sessions cost: CPU, memory beyond what was there, time to the first row.

Prints a table and writes bench-exports.json. Runs on a made-up clinic on PostgreSQL (that of
DATABASE_URL, else one of its own), then on SQLite. CPU is that of the process that writes, heart
and sealing included; on SQLite it includes the database. Each export runs in a process of its own,
so that its memory is its own. `--sessions N` takes another size.
"""

import json
import os
import resource
import subprocess
import sys
import time
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from alliance.jobs.services.heart import Progress  # noqa: E402
from alliance.people.models import Clinic, Membership  # noqa: E402
from alliance.reports.kinds.kind import Order  # noqa: E402
from alliance.reports.kinds.registry import kind_named  # noqa: E402
from alliance.reports.storage import new_file, new_file_key, opened_file_key  # noqa: E402
from alliance.web.ids import uuid7  # noqa: E402
from tests.settings import TEST_FOLDER  # noqa: E402
from tools.postgres import embedded_postgres  # noqa: E402

SESSIONS_EACH = 100
CLIENTS_EACH = 50
OUT = Path("bench-exports.json")


@dataclass(frozen=True)
class Row:
    name: str
    value: float
    unit: str
    limit: float | None = None


@dataclass(frozen=True)
class Trial:
    """`limits`: seconds of CPU, megabytes; None where nobody set one. `style`: "" for none."""

    name: str
    kind: str
    style: str = ""
    cpu: float | None = None
    per_second: float | None = None


TRIALS = (
    Trial("CSV", "session_rows", "csv", cpu=2),
    Trial("spreadsheet", "session_rows", "xlsx", cpu=15),
    Trial("JSON lines", "session_rows", "jsonl"),
    Trial("FHIR, each validated", "session_rows", "fhir", per_second=1_000),
    Trial("my data of one clinician", "my_data"),
)


class Watched(Progress):
    """Notes when it could first be said how far it is, and when the first row was done."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.said, self.first = time.monotonic(), 0.0, 0.0

    def expect(self, rows: int) -> None:
        super().expect(rows)
        self.said = self.said or time.monotonic() - self.began

    def check(self) -> None:
        self.first = self.first or time.monotonic() - self.began


@dataclass
class Sealed:
    """What a file needs to know of its export."""

    pk: object
    clinic_id: object


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100_000)
    parser.add_argument("--here", action="store_true", help="on the database of DATABASE_URL only")
    asked = parser.parse_args()
    if asked.here:
        measure_here(asked.sessions)
        return
    again = [sys.executable, "-m", "tools.bench_exports", "--here", f"--sessions={asked.sessions}"]
    OUT.unlink(missing_ok=True)
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        subprocess.run(again, check=True)
    else:
        with embedded_postgres() as address:
            subprocess.run(again, check=True, env={**os.environ, "DATABASE_URL": address})
    subprocess.run(again, check=True, env={**os.environ, "DATABASE_URL": ""})


def measure_here(sessions: int) -> None:
    TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        members = sessions // (CLIENTS_EACH * SESSIONS_EACH)
        size = {"clinicians": members, "clients": CLIENTS_EACH, "sessions": SESSIONS_EACH}
        call_command("seed", clinics=1, processes=1, verbosity=0, stdout=sys.stderr, **size)
        Clinic.objects.update(session_rows_allowed=True)
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined] # no thread may live at a fork
        rows = [row for trial in TRIALS for row in rows_of(trial)]
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    known = json.loads(OUT.read_text())["rows"] if OUT.exists() else []
    OUT.write_text(json.dumps({"rows": known + [asdict(row) for row in rows]}, indent=1))
    for row in rows:
        limit = f"{'≥' if 'a second' in row.unit else '≤'} {row.limit:g}" if row.limit else ""
        sys.stdout.write(f"{row.name:<62} {row.value:>10.2f} {row.unit:<14} {limit}\n")
    sys.stdout.flush()


def rows_of(trial: Trial) -> list[Row]:
    """One export, in a child of this process, which hands back its figures."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.write(write, json.dumps(figures_of(trial)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answer:
        figures = json.loads(answer.read())
    os.waitpid(child, 0)
    return told(trial, figures)


def told(trial: Trial, figures: dict[str, float]) -> list[Row]:
    name = f"{trial.name}, {figures['rows']:,.0f} rows, {connection.vendor}"
    limited = trial.cpu if connection.vendor == "postgresql" or trial.style != "csv" else None
    rows = [
        Row(f"{name}: CPU", figures["cpu"], "s CPU", limited),
        Row(f"{name}: first progress", figures["said"], "s", 1),
        Row(f"{name}: first row", figures["first"], "s"),
        Row(f"{name}: memory beyond the start", figures["memory"], "MB", 20),
        Row(f"{name}: file", figures["size"], "MB"),
    ]
    if trial.per_second:
        speed = figures["rows"] / figures["cpu"]
        rows.insert(1, Row(f"{name}: speed", speed, "a second", trial.per_second))
    return rows


def figures_of(trial: Trial) -> dict[str, float]:
    kind = kind_named(trial.kind)
    if kind is None:
        raise SystemExit(f"There is no kind {trial.kind}.")
    order = order_for(trial)
    watched = Watched()
    export = Sealed(pk=uuid7(), clinic_id=order.clinic.pk)
    wrapped = new_file_key(export)  # type: ignore[arg-type]
    key = opened_file_key(export, wrapped)  # type: ignore[arg-type]
    before, began = memory_mb(), time.process_time()
    with new_file("bench", key=key, export_id=export.pk) as out:  # type: ignore[arg-type]
        kind.write(order, out, watched)  # type: ignore[arg-type]
    return {
        "cpu": time.process_time() - began,
        "said": watched.said,
        "first": watched.first,
        "memory": memory_mb() - before,
        "rows": watched.done,
        "size": (Path(settings.EXPORT_FOLDER) / "bench").stat().st_size / 1_000_000,
    }


def order_for(trial: Trial) -> Order:
    members = Membership.objects.select_related("clinic", "user")
    who = members.filter(is_admin=True) if trial.style else members.filter(is_clinician=True)
    today = timezone.localdate()
    period = {"from_month": f"{date(today.year - 9, 1, 1):%Y-%m}", "to_month": f"{today:%Y-%m}"}
    asked = {**period, "style": trial.style, "with_mark": False}
    return Order(author=who.earliest("pk"), parameters=asked, today=today, purpose="To measure.")


def memory_mb() -> float:
    """The most this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
