"""Brings database, browser files and demo up to date, in one process: a start takes seconds."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent
COLLECTED = ROOT / "var" / "static-collected"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
    django.setup()
    try:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("vault_check", stdout=io.StringIO())
        if sys.argv[1:] == ["run"]:
            collect_static()
        call_command("demo", "--yes")
    except CommandError as problem:
        sys.exit(str(problem))


def collect_static() -> None:
    """Compressing takes seconds, so it is done only after a change."""
    sources = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
    sources += [ROOT / "package-lock.json", ROOT / "alliance/web/assets.py"]
    sources += [ROOT / "requirements/run.txt"]
    total = hashlib.sha256()
    for path in sources:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    collected = COLLECTED.read_text(encoding="ascii") if COLLECTED.exists() else ""
    if collected == total.hexdigest() and (ROOT / "staticfiles").is_dir():
        return
    call_command("collectstatic", clear=True, interactive=False, verbosity=0)
    COLLECTED.write_text(total.hexdigest(), encoding="ascii")


if __name__ == "__main__":
    main()
