"""Runs every test on SQLite and on PostgreSQL, and closes with one line that counts them all."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tools.postgres import embedded_postgres

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "test"


@dataclass(frozen=True)
class Outcome:
    passed: int
    failed: int
    skipped: int
    is_good: bool


def main() -> None:
    # Stopped from outside, it still takes its PostgreSQL away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    arguments = sys.argv[1:]
    outcomes = [run_tests("SQLite", "", arguments), run_on_postgres(arguments)]
    skipped = sum(outcome.skipped for outcome in outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = sum(outcome.failed for outcome in outcomes)
    print(f"\n{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(0 if passed and all(outcome.is_good for outcome in outcomes) else 1)


def run_on_postgres(arguments: Sequence[str]) -> Outcome:
    """On the server that DATABASE_URL names, else on one of our own."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return run_tests("PostgreSQL of DATABASE_URL", given, arguments)
    with embedded_postgres() as address:
        return run_tests("PostgreSQL", address, arguments)


def run_tests(database: str, address: str, arguments: Sequence[str]) -> Outcome:
    print(f"\n--- on {database} ---", flush=True)
    report = RESULTS / f"{database.split()[0].lower()}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "--tb=short"]
    # A failing page writes thousands of lines; running its test alone shows them.
    command += ["--show-capture=no", f"--junit-xml={report}", *arguments]
    environment = {**os.environ, "DATABASE_URL": address}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return outcome_of(report, is_good=code == 0)


def outcome_of(report: Path, *, is_good: bool) -> Outcome:
    """The counts of one run; a run that broke off before it could count is one failure."""
    if not report.exists():
        return Outcome(passed=0, failed=1, skipped=0, is_good=False)
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314
        for name in counts:
            counts[name] += int(suite.get(name, "0"))
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return Outcome(
        passed=passed,
        failed=failed or (0 if is_good else 1),
        skipped=counts["skipped"],
        is_good=is_good,
    )


if __name__ == "__main__":
    main()
