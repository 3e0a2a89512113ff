"""What Alliance is made of, and whether it may be trusted: `make supply-chain`.

Writes sbom.json, asks for known holes, compares Django with the newest of its series, asks how old
each direct package is, and looks for secrets in every commit. Ends well only if each of them was
really checked.
"""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tools import sbom
from tools.advisories import NotChecked, from_file, known_holes, over_the_network
from tools.secrets_in_history import all_commits, secrets_in

ROOT = Path(__file__).resolve().parent.parent
SBOM = ROOT / "sbom.json"
UV = ROOT / ".tools" / "bin" / "uv"
OLDEST = timedelta(days=548)
"""Eighteen months."""


def main() -> None:
    checks: tuple[Callable[[], str], ...] = (parts, holes, django, ages, secrets)
    failed = False
    for check in checks:
        try:
            print(f"ok           {check()}")
        except NotChecked as problem:
            failed = True
            print(f"NOT CHECKED  {problem}")
        except Unsafe as problem:
            failed = True
            print(f"UNSAFE       {problem}")
    sys.exit(1 if failed else 0)


class Unsafe(Exception):
    """Something was found."""


def parts() -> str:
    try:
        count = sbom.write(SBOM)
    except sbom.Differs as problem:
        raise Unsafe(str(problem)) from None
    return f"{count} parts, installed as locked, written to {SBOM.name}"


def holes() -> str:
    try:
        document = sbom.sbom(at=datetime.now(UTC))
    except sbom.Differs as problem:
        raise NotChecked(str(problem)) from None
    kinds = {"pypi": "PyPI", "npm": "npm"}
    packages = [
        (kinds[each["purl"].split(":")[1].split("/")[0]], each["name"], each["version"])
        for each in document["components"]
    ]
    kept = sys.argv[1:]
    ask = from_file(Path(kept[0]), now=datetime.now(UTC)) if kept else over_the_network
    found = known_holes(packages, ask=ask)
    if found:
        raise Unsafe("; ".join(f"{hole.package[1]} {hole.advisory}" for hole in found))
    return f"no known hole in {len(packages)} packages"


def django() -> str:
    """The newest of the series that is pinned, as the package index has it today."""
    pinned = sbom.pins()["django"]
    series = ".".join(pinned.split(".")[:2])
    newest = _resolved(f"django~={series}.0")
    if not newest:
        raise NotChecked("The package index did not say which Django is the newest.")
    if newest != pinned:
        raise Unsafe(f"Django {newest} is out; {pinned} is locked. `make lock UPGRADE=1`")
    return f"Django {pinned} is the newest of {series}"


def ages() -> str:
    """Whether each direct package was released within eighteen months: it wasn't, if whoever asked
    for the newest back then would have got the one that is locked."""
    pinned = sbom.pins()
    names = [name for name in direct_packages() if name in pinned]
    if not all(_resolved(name) for name in names):
        raise NotChecked("The package index did not say how old the packages are.")
    then = (datetime.now(UTC) - OLDEST).date().isoformat()
    old = [name for name in names if _resolved(name, until=then) == pinned[name]]
    if old:
        raise Unsafe(f"Released more than eighteen months ago: {', '.join(old)}")
    return f"{len(names)} direct packages, each released since {then}"


def direct_packages() -> list[str]:
    """As requirements/run.in asks for them, by the names of the lock file."""
    lines = (ROOT / "requirements" / "run.in").read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("#", "-")))
    return [name[0].lower().replace(".", "-") for name in names if name]


def _resolved(wanted: str, *, until: str = "") -> str:
    """The newest release of a package, of today or of that day; "" where nobody says."""
    command = [str(UV), "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-deps"]
    command += ["--exclude-newer", until] if until else []
    answer = subprocess.run(
        [*command, "-"],
        input=wanted,
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if answer.returncode else answer.stdout.strip().partition("==")[2]


def secrets() -> str:
    found = sorted({(each.kind, each.file, each.commit) for each in secrets_in(all_commits())})
    if found:
        raise Unsafe("; ".join(f"{kind} in {file}, {commit}" for kind, file, commit in found))
    return "no secret in any commit"


if __name__ == "__main__":
    main()
