"""Runs the tests that hold requirements, and prints a line for each of the requirements.

`met`: it has tests, none of them fails, and nothing is known to be missing. Else `open`.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests.security.requirements import held_in_part, titles
from tools.postgres import embedded_postgres
from tools.test import RESULTS, run_tests

DATABASES = ("SQLite", "PostgreSQL")


@dataclass
class Held:
    """What the tests of one requirement came to, over both databases."""

    tests: set[str] = field(default_factory=set)
    tries: int = 0
    failures: int = 0


def main() -> None:
    os.environ["ALLIANCE_PROBES"] = "full"
    # With every probe some tests rightly run for longer than a test that hangs.
    arguments = ["-m", "requirement", "-o", "faulthandler_timeout=7200", *sys.argv[1:]]
    run_tests("SQLite", "", arguments)
    with embedded_postgres() as address:
        run_tests("PostgreSQL", address, arguments)
    held = read_reports(RESULTS / f"{name.lower()}.xml" for name in DATABASES)
    lines = report(held, missing=held_in_part())
    print("\n" + "\n".join(lines))
    sys.exit(1 if any(outcome.failures for outcome in held.values()) else 0)


def read_reports(reports: Iterable[Path]) -> Mapping[str, Held]:
    """Raises FileNotFoundError where a run broke off before it could report."""
    held: dict[str, Held] = defaultdict(Held)
    for path in reports:
        for case in ElementTree.parse(path).getroot().iter("testcase"):  # noqa: S314
            if case.find("skipped") is None:
                _count(case, held)
    return held


def _count(case: ElementTree.Element, held: dict[str, Held]) -> None:
    said = [(p.get("name"), p.get("value", "")) for p in case.iter("property")]
    has_failed = case.find("failure") is not None or case.find("error") is not None
    tries = sum(int(value) for name, value in said if name == "tried")
    for requirement in {value for name, value in said if name == "requirement"}:
        outcome = held[requirement]
        outcome.tests.add(f"{case.get('classname')}.{case.get('name')}")
        outcome.tries += tries or 1
        outcome.failures += has_failed


def report(held: Mapping[str, Held], *, missing: Mapping[str, str]) -> list[str]:
    """A line a requirement; then which are open, and why."""
    lines = [f"{'id':10}{'state':7}{'tests':>6}{'tries':>9}{'failures':>10}  what it asks"]
    without_tests, unmet = [], []
    for requirement, title in titles().items():
        outcome = held.get(requirement, Held())
        is_met = outcome.tests and not outcome.failures and requirement not in missing
        numbers = f"{len(outcome.tests):6}{outcome.tries:9,}{outcome.failures:10}"
        lines.append(f"{requirement:10}{'met' if is_met else 'open':7}{numbers}  {title}")
        if not outcome.tests:
            without_tests.append(requirement)
        elif not is_met:
            unmet.append(f"  {requirement}: {missing.get(requirement, 'a test fails')}")
    met = len(titles()) - len(without_tests) - len(unmet)
    lines += ["", f"{met} met, {len(unmet)} held in part or failing, {len(without_tests)} untested"]
    lines += unmet
    return [*lines, f"Without a test: {', '.join(without_tests) or 'none'}"]


if __name__ == "__main__":
    main()
