"""What is installed is what was tested, byte for byte, from whichever registry a machine uses."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import zipfile
from importlib.metadata import distribution

import pytest
from django.conf import settings

from tools.licences import licence_of

REQUIREMENTS = settings.BASE_DIR / "requirements"
LOCKED = sorted(REQUIREMENTS.glob("*.txt"))


def pins_of(locked):
    """Name → the whole entry: version, markers and hashes."""
    entries = re.split(r"\n(?=\S)", locked.read_text().replace("\\\n", "").strip())
    return {re.match(r"[\w.-]+", entry)[0].lower(): entry for entry in entries}


def direct_packages(name):
    lines = (REQUIREMENTS / f"{name}.in").read_text().splitlines()
    names = (re.match(r"[\w.-]+", line) for line in lines if not line.startswith(("#", "-")))
    return {name[0].lower().replace(".", "-") for name in names if name}


@pytest.mark.requirement("DEP-01")
@pytest.mark.parametrize("locked", LOCKED, ids=lambda path: path.stem)
def test_every_python_package_is_pinned_by_hash(locked):
    for entry in pins_of(locked).values():
        assert re.match(r"[\w.-]+==[\w.]+ ", entry)
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry)


@pytest.mark.parametrize(
    "locked", [*LOCKED, settings.BASE_DIR / "package-lock.json"], ids=lambda path: path.name
)
def test_no_lock_names_a_registry(locked):
    text = locked.read_text()

    assert "index-url" not in text
    assert '"resolved"' not in text
    assert not re.search(r"https?://\S+\.(whl|tgz|tar\.gz)", text)


@pytest.mark.requirement("DEP-01")
def test_every_browser_package_is_pinned_by_hash():
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}

    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())


@pytest.mark.parametrize("name", ["run", "test", "tools", "node"])
def test_what_is_asked_for_is_locked(name):
    assert direct_packages(name) <= set(pins_of(REQUIREMENTS / f"{name}.txt"))


@pytest.mark.requirement("DEP-02")
def test_what_the_app_needs_stays_small():
    assert len(direct_packages("run")) <= 20


# Without a duty to publish one's own code; psycopg's LGPL asks for none as it is used here.
FREE = re.compile(r"MIT|BSD|Apache|LGPL-3\.0|LGPLv3|MPL-2\.0|PSF", re.IGNORECASE)


@pytest.mark.requirement("DEP-02")
@pytest.mark.parametrize("name", sorted(direct_packages("run")))
def test_every_direct_package_has_a_reason_and_a_free_licence(name):
    reasons = (
        (settings.BASE_DIR / "docs/decisions/0010-libraries.md")
        .read_text()
        .lower()
        .replace(".", "-")
    )
    # "psycopg 3", "allauth": as people say it.
    said = {name, name.removeprefix("django-")}

    assert any(word in reasons for word in said)
    assert FREE.search(licence_of(distribution(name)))


# --- a package that is not the one that was locked ---------------------------------------------


def wheel_in(folder):
    """A package of our own, and the hash of its file."""
    file = folder / "kestrel-1.0-py3-none-any.whl"
    parts = {
        "kestrel.py": "",
        "kestrel-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: kestrel\nVersion: 1.0\n",
        "kestrel-1.0.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
        "kestrel-1.0.dist-info/RECORD": "",
    }
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.requirement("DEP-01")
@pytest.mark.parametrize("is_flipped", [False, True], ids=["as locked", "one digit flipped"])
def test_a_file_with_another_hash_is_not_installed(tmp_path, is_flipped):
    """As tools/bootstrap.py installs, in an environment of its own and without a network."""
    digest = wheel_in(tmp_path)
    if is_flipped:
        digest = ("0" if digest[0] != "0" else "1") + digest[1:]
    lock = tmp_path / "lock.txt"
    lock.write_text(f"kestrel==1.0 --hash=sha256:{digest}\n")
    uv = settings.BASE_DIR / ".tools" / "bin" / "uv"
    target = ["--offline", "--no-cache", "--no-index", "--find-links", tmp_path]
    target += ["--target", tmp_path / "installed"]

    done = subprocess.run(
        [uv, "pip", "sync", "--require-hashes", *target, lock], capture_output=True, check=False
    )

    assert (done.returncode == 0) is not is_flipped, done.stderr
    assert (tmp_path / "installed" / "kestrel.py").exists() is not is_flipped


@pytest.mark.requirement("DEP-01")
@pytest.mark.parametrize("is_flipped", [False, True], ids=["as locked", "one digit flipped"])
def test_a_browser_package_with_another_hash_is_not_installed(tmp_path, is_flipped, monkeypatch):
    (tmp_path / "kestrel").mkdir()
    (tmp_path / "kestrel" / "package.json").write_text('{"name": "kestrel", "version": "1.0.0"}')
    # Where the machine has no Node, tools/bootstrap.py put one there.
    places = f"{os.environ['PATH']}{os.pathsep}{settings.BASE_DIR / '.tools' / 'bin'}"
    monkeypatch.setenv("PATH", places)
    npm = [shutil.which("npm"), "--offline", "--cache", str(tmp_path / "cache")]
    subprocess.run([*npm, "pack", "./kestrel"], cwd=tmp_path, capture_output=True, check=True)
    digest = hashlib.sha512((tmp_path / "kestrel-1.0.0.tgz").read_bytes()).digest()
    if is_flipped:
        digest = bytes([digest[0] ^ 1]) + digest[1:]
    whole = {
        "name": "nest",
        "version": "1.0.0",
        "dependencies": {"kestrel": "file:kestrel-1.0.0.tgz"},
    }
    integrity = f"sha512-{base64.b64encode(digest).decode()}"
    part = {"version": "1.0.0", "resolved": "file:kestrel-1.0.0.tgz", "integrity": integrity}
    lock = {"name": "nest", "version": "1.0.0", "lockfileVersion": 3, "requires": True}
    lock["packages"] = {"": whole, "node_modules/kestrel": part}
    (tmp_path / "package.json").write_text(json.dumps(whole))
    (tmp_path / "package-lock.json").write_text(json.dumps(lock))

    done = subprocess.run(
        [*npm, "ci", "--ignore-scripts", "--no-audit"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert (done.returncode == 0) is not is_flipped, done.stderr


def test_the_installer_asks_for_every_hash():
    installer = (settings.BASE_DIR / "tools" / "bootstrap.py").read_text()

    assert installer.count('"--require-hashes"') == 2
    assert '[npm, "ci", "--ignore-scripts"' in installer


def test_the_tests_run_with_what_the_app_runs_with():
    """So an environment made for the tests serves the app too, and neither undoes the other."""
    run, test = pins_of(REQUIREMENTS / "run.txt"), pins_of(REQUIREMENTS / "test.txt")

    assert run.items() <= test.items()
