"""The law of access: who may do what to which object in which state, and which object a page is of.

`matrix.csv` has a row for each object, and one for each state in which it differs; a cell holds
letters for what that role may do. `routes.csv` says which object and action a page is. A route not
in it fails a test: add its line there and, if the object is new, a row to `matrix.csv`.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
LETTERS = {
    "view": "V",
    "edit": "E",
    "comment": "C",
    "sign": "S",
    "export": "X",
    "delete": "D",
    "restore": "R",
    "agree": "A",
}
ROLES = {
    "AU": "author",
    "SV": "supervisor, the supervision runs",
    "DP": "deputy of that supervisor, today",
    "SX": "supervisor, the supervision ended",
    "CA": "clinic admin",
    "BG": "clinical lead, break-glass open; a supervisor too, of others",
    "EX": "clinical executor, unlocked; a clinician too",
    "PE": "peer: same clinic, no tie",
    "OC": "user of another clinic",
    "DE": "deactivated",
    "OP": "signs in, but belongs to no clinic",
    "AN": "anonymous",
}
OUTSIDERS = {"OC", "DE", "OP", "AN"}
# They read through pages of their own; every other page about a record is missing for them.
IN_AN_ABSENCE = {"BG", "EX"}
THEIR_PAGES = {"clients in an absence", "log in an absence"}


@dataclass(frozen=True)
class Page:
    """What a request to a route does. `door`: the role that is asked for before any object is."""

    route: str
    method: str
    object: str
    action: str
    door: str


@cache
def matrix() -> dict[tuple[str, str], dict[str, str]]:
    """(object, state) → role → letters; state "" is for all that have no row of their own."""
    with (FOLDER / "matrix.csv").open(encoding="utf-8") as file:
        return {
            (row["object"], row["state"]): {role: row[role].strip("-") for role in ROLES}
            for row in csv.DictReader(file)
        }


@cache
def pages() -> dict[tuple[str, str], Page]:
    with (FOLDER / "routes.csv").open(encoding="utf-8") as file:
        return {(row["route"], row["method"]): Page(**row) for row in csv.DictReader(file)}


def may(role: str, action: str, thing: str, state: str) -> bool:
    rows = matrix()
    row = rows.get((thing, state)) or rows[thing, ""]
    return LETTERS[action] in row[role]


def problems_with(
    table: dict[str, tuple[object, object]], *, outside: tuple[str, ...]
) -> list[str]:
    """What of the routes in `table` (route → GET, POST; None: not answered) has no law.

    Those whose names begin with one of `outside` are nobody's clinic's.
    """
    asked = {
        (route, method)
        for route, (get, post) in table.items()
        for method, who in (("GET", get), ("POST", post))
        if who is not None and not route.startswith(outside)
    }
    objects = {thing for thing, _state in matrix()}
    lost = [f"routes.csv has no line for {route} {method}" for route, method in asked - {*pages()}]
    lost += [f"{route} {method} is no page any more" for route, method in {*pages()} - asked]
    lost += [f"matrix.csv has no {p.object}" for p in pages().values() if p.object not in objects]
    lost += [
        f"{p.route}: no action {p.action}" for p in pages().values() if p.action not in LETTERS
    ]
    return sorted(lost)
