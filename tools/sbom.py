"""What Alliance is made of, in CycloneDX 1.6, from what is installed and from npm's lock."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements" / "run.txt"


class Differs(Exception):
    """What is installed is not what the lock file says."""


def pins(lock: Path = LOCK) -> dict[str, str]:
    """Package → version, as locked for this machine; those for other systems are left out."""
    entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").replace("\\\n", "").strip())
    found = {}
    for entry in entries:
        name, version = re.match(r"([\w.-]+)==([\w.]+)", entry).groups()  # type: ignore[union-attr]
        marker = entry.partition(";")[2].partition("--hash")[0]
        if not marker.strip() or Marker(marker.strip()).evaluate():
            found[name] = version
    return found


def python_components() -> Iterator[dict[str, Any]]:
    """Raises Differs if a package is missing or is another version than locked."""
    for name, version in sorted(pins().items()):
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise Differs(f"{name} {version} is locked but not installed.") from None
        if installed.version != version:
            raise Differs(f"{name} is locked as {version}, installed is {installed.version}.")
        said = installed.metadata
        words = said.get("License-Expression") or said.get("License") or "see the package"
        yield component("pypi", name, version, licence=words.splitlines()[0][:80])


def browser_components() -> Iterator[dict[str, Any]]:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    for path, entry in sorted(lock["packages"].items()):
        if path and not entry.get("dev"):
            name = path.rpartition("node_modules/")[2]
            yield component("npm", name, entry["version"], licence=entry.get("license", ""))


def component(kind: str, name: str, version: str, *, licence: str) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{kind}/{name}@{version}",
        "licenses": [{"license": {"name": licence}}],
    }


def sbom(*, at: datetime) -> dict[str, Any]:
    """The whole document. Raises Differs."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": at.isoformat(timespec="seconds"),
            "component": {"type": "application", "name": "alliance"},
        },
        "components": [*python_components(), *browser_components()],
    }


def write(path: Path) -> int:
    """Write it; how many components there are."""
    document = sbom(at=datetime.now(UTC))
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return len(document["components"])
