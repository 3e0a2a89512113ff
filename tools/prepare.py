"""Brings database, browser files and demo up to date, in one process: a start takes seconds."""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent
COLLECTED = ROOT / "var" / "static-collected"
WAY_IN = ROOT / "var" / "way-in"
DEMO = """\
  Sign in   therapist@demo.example
  Password  alliance-demo-2026

Also trainee@, supervisor@ and admin@demo.example, with the same password.
Clients and notes of the demo are made up. `.venv/bin/python manage.py start_practice`
leaves it for a practice of your own.
"""
OWN = "  Sign in with the email and password that you chose.\n"
NONE_YET = "  Sign up there: the first account opens your practice.\n"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alliance.settings")
    django.setup()
    try:
        call_command("prepare", stdout=io.StringIO())
        if sys.argv[1:] == ["run"]:
            collect_static()
        call_command("demo", "--yes", "--if-new", stdout=io.StringIO())
        write_way_in()
    except CommandError as problem:
        sys.exit(str(problem))


def write_way_in() -> None:
    """How to sign in, for the lines that `make run` closes with."""
    clinics = apps.get_model("people", "Clinic").objects
    if clinics.filter(is_demo=True).exists():
        WAY_IN.write_text(DEMO, encoding="utf-8")
    else:
        WAY_IN.write_text(OWN if clinics.exists() else NONE_YET, encoding="utf-8")


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
