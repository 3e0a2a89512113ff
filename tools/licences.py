"""Writes docs/licences.md: under which licence each library comes that Alliance runs with.

Usage: python -m tools.licences. It reads what the installed packages say of themselves.
"""

import json
import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
CLASSIFIER = "License :: OSI Approved :: "
LONGEST = 60
HEAD = """# Licences of what Alliance runs with

Made by `python -m tools.licences` from what the packages say of themselves. All are installed by
lock file, none is committed. No licence has been chosen for Alliance itself yet: that is for its
owner to do.

| library | licence | from |
| --- | --- | --- |
"""


def main() -> None:
    PAGE.write_text(page_text())


def page_text() -> str:
    """The whole page; the same on every machine that has the locked packages."""
    rows = [f"| {name} | {licence} | PyPI |" for name, licence in python_licences()]
    rows += [f"| {name} | {licence} | npm |" for name, licence in browser_licences()]
    return HEAD + "\n".join(rows) + "\n"


def python_licences() -> list[tuple[str, str]]:
    """Of every locked runtime package that this machine needs, direct or not."""
    names = PINNED.findall((ROOT / "requirements" / "run.txt").read_text())
    found = []
    for name in sorted(names, key=str.lower):
        try:
            found.append((name, licence_of(distribution(name))))
        except PackageNotFoundError:
            # Locked for another kind of machine.
            continue
    return found


def licence_of(package: Distribution) -> str:
    told = package.metadata
    stated = told.get("License-Expression") or ""
    if not stated:
        classifiers = told.get_all("Classifier") or []
        stated = " or ".join(
            each.removeprefix(CLASSIFIER) for each in classifiers if each.startswith(CLASSIFIER)
        )
    if not stated:
        # Some put the whole text there; its first line names it.
        stated = (told.get("License") or "").strip().split("\n")[0][:LONGEST]
    return stated or "not stated"


def browser_licences() -> list[tuple[str, str]]:
    """Of the packages whose files are served."""
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    return [
        (name, json.loads((ROOT / "node_modules" / name / "package.json").read_text())["license"])
        for name in sorted(wanted)
    ]


if __name__ == "__main__":
    main()
