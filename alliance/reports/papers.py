"""What goes along with every export: what it is, what each column means, what was asked, and what
self-reports can't say.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.catalogue.load import EDITIONS, checklist
from alliance.reports.package import Package


@dataclass(frozen=True, kw_only=True)
class Described:
    """One column of one file. `values`: the codes it may hold, if they are few."""

    file: str
    column: str
    type: str
    values: str
    meaning: str


def limits() -> str:
    """What a reader has to know before they draw conclusions from self-reports."""
    return "\n".join(
        [
            _("What this can’t say"),
            _(
                "- These are clinicians’ own reflections after sessions, not a measure of the"
                " client, of an outcome or of a clinician’s skill. Clients were not asked."
            ),
            _(
                "- What one sees in one’s own sessions is partial: clinicians and clients often"
                " see the alliance differently, and memory fades from hour to hour."
            ),
            _(
                "- The alliance score is the mean of the answered core items, scaled to 0–100. It"
                " compares a client with their own earlier sessions only, never people with people."
            ),
            _(
                "- Sessions that nobody logged are missing, and they may be the harder ones. It"
                " is no basis for an appraisal, a ranking or a diagnosis."
            ),
        ]
    )


def add_papers(
    package: Package,
    *,
    title: str,
    clinic: str,
    lines: Sequence[str] = (),
    dictionary: Iterable[Described],
) -> None:
    """`lines` say what this one holds: its period, its purpose, what was left out."""
    day = date_format(package.day, "j F Y")
    head = _("%(title)s. %(clinic)s, %(day)s.") % {"title": title, "clinic": clinic, "day": day}
    files = _(
        "dictionary.csv says what each column means; checklist-….csv gives the wording of each"
        " edition that was rated; manifest.json counts rows and gives the SHA-256 of each file."
    )
    package.add("readme.txt", "\n\n".join([head, *lines, files, limits()]) + "\n")
    names = [field.name for field in fields(Described)]
    package.add("dictionary.csv", _as_csv(names, map(astuple, dictionary)))
    for edition in EDITIONS:
        package.add(f"checklist-{edition}.csv", _wording(edition))


def _wording(edition: int) -> str:
    asked = checklist(edition)
    rows = [
        (item.id, item.domain or "", "yes" if item.is_core else "", item.text)
        for item in asked.items_and_extras.values()
    ]
    scale = [(str(point), "", "", word) for point, word in asked.scale.points]
    return _as_csv(("id", "domain", "core", "words"), [*rows, *scale])


def _as_csv(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows(rows)
    return out.getvalue()
