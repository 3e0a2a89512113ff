"""Checks that what the documents point at is there: files, make targets, commands."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")
MAKE = re.compile(r"`(?:[A-Z]+=\S+ )*make ([a-z-]+)")
COMMAND = re.compile(r"manage\.py,? ([a-z_]+)")
OF_DJANGO = {"check", "createcachetable", "collectstatic", "dumpdata", "loaddata"} | {
    "makemigrations",
    "migrate",
    "runserver",
    "shell",
    "showmigrations",
    "sqlmigrate",
}


def main() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
        + ["*.md", "docker-compose.yml", ".env.example", "Dockerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    problems = [problem for name in listed for problem in problems_of(ROOT / name)]
    for problem in problems:
        print(problem)
    print(f"{len(listed)} documents, {len(problems)} broken references")
    sys.exit(1 if problems else 0)


def problems_of(document: Path) -> list[str]:
    text = document.read_text(encoding="utf-8")
    commands = OF_DJANGO | {path.stem for path in ROOT.glob("alliance/*/management/commands/*.py")}
    lost = [name for name in LINK.findall(text) if not (document.parent / name).exists()]
    lost += [f"make {name}" for name in MAKE.findall(text) if name not in make_targets()]
    lost += [f"manage.py {name}" for name in COMMAND.findall(text) if name not in commands]
    return [f"{document.relative_to(ROOT)}: there is no {name}" for name in lost]


def make_targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


if __name__ == "__main__":
    main()
