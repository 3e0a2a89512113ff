"""Known holes in what Alliance is made of, asked of osv.dev. Silence is never an all-clear.

A source that knows nothing of a package answers like one that knows no hole in it. So versions with
holes that everybody knows are asked along: if those come back clean, nothing was checked.
"""

import json
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ADDRESS = "https://api.osv.dev/v1/querybatch"
KNOWN_BAD = (
    ("PyPI", "django", "4.2.0"),
    ("PyPI", "requests", "2.19.0"),
    ("npm", "lodash", "4.17.15"),
)
OLDEST = timedelta(days=30)

type Package = tuple[str, str, str]  # ecosystem, name, version
type Ask = Callable[[dict[str, Any]], dict[str, Any]]


class NotChecked(Exception):
    """Nothing can be said. Counts as a failure wherever this is run."""


@dataclass(frozen=True)
class Hole:
    package: Package
    advisory: str


def known_holes(packages: Sequence[Package], *, ask: Ask) -> list[Hole]:
    """The advisories for these. Raises NotChecked where the source did not answer for each."""
    asked = [*KNOWN_BAD, *packages]
    body = {
        "queries": [
            {"package": {"ecosystem": kind, "name": name}, "version": version}
            for kind, name, version in asked
        ]
    }
    try:
        results = ask(body)["results"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise NotChecked(f"The source did not answer: {problem}") from None
    if len(results) != len(asked):
        raise NotChecked(f"{len(asked)} packages were asked about, {len(results)} answered.")
    holes = [
        Hole(package, advisory["id"])
        for package, result in zip(asked, results, strict=True)
        for advisory in (result or {}).get("vulns", [])
    ]
    silent = [bad for bad in KNOWN_BAD if not any(hole.package == bad for hole in holes)]
    if silent:
        raise NotChecked(f"The source knows no hole in {silent[0]}, so it knows nothing.")
    return [hole for hole in holes if hole.package not in KNOWN_BAD]


def over_the_network(body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        ADDRESS, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
        return found


def from_file(path: Path, *, now: datetime) -> Ask:
    """An answer that was fetched elsewhere, at most thirty days ago. Raises NotChecked."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        fetched_at = datetime.fromisoformat(kept["fetched_at"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise NotChecked(f"{path} can't be read: {problem}") from None
    if not timedelta() <= now - fetched_at <= OLDEST:
        raise NotChecked(f"{path} was fetched on {fetched_at:%d %B %Y}; that is too long ago.")
    return lambda _body: kept
