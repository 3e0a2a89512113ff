"""Sessions put into a package, in the format that somebody chose."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from alliance.jobs.services.heart import Progress
from alliance.people.models import Clinic
from alliance.reports.fhir.bundles import write_bundle
from alliance.reports.fhir.sessions import told_of
from alliance.reports.formats.csv import write_header
from alliance.reports.formats.tables import Table
from alliance.reports.formats.writing import CSV, described, write_table
from alliance.reports.package import Package
from alliance.reports.papers import Described
from alliance.reports.queries.session_rows import (
    Selection,
    columns,
    lines_of,
    own_columns,
    rows_of,
)

FHIR = "fhir"
BUNDLE = "bundle.json"
IN_A_BUNDLE = (
    ("Questionnaire", "", "an edition of the checklist, as it was asked"),
    ("Practitioner", "", "a clinician, by the identifier that the rows use"),
    ("QuestionnaireResponse", "1, 2, 3, 4, 5, unsure, na", "what a clinician said of a session"),
    ("QuestionnaireResponse.subject", "", "the client, by an identifier of this clinic’s exports"),
    ("QuestionnaireResponse.authored", "", "day of the session; the Monday of its week for others"),
    ("Observation", "0–100", "alliance score: mean of the answered core items"),
    ("Observation.referenceRange", "0–100", "this client’s own usual range before the session"),
)


@dataclass(frozen=True, kw_only=True)
class Sessions:
    """What is to be written: whose, in which style, and who stands as author of one's own."""

    selection: Selection
    clinic: Clinic
    asked: Mapping[str, Any]
    clinician: str = ""

    @property
    def style(self) -> str:
        return str(self.asked["style"])


def write_sessions(package: Package, sessions: Sessions, *, progress: Progress) -> list[Described]:
    """Write the file; what its columns mean, for the dictionary."""
    if sessions.style == FHIR:
        return _write_bundle(package, sessions, progress=progress)
    table = _table(sessions, progress=progress)
    with_mark = bool(sessions.asked["with_mark"])
    is_copied = connection.vendor == "postgresql" and not sessions.selection.is_own
    if sessions.style == CSV and is_copied:
        with package.opened(f"{table.name}.{CSV}") as entry:
            write_header(table, entry, with_mark=with_mark)
            for line in progress.over(lines_of(sessions.selection)):
                entry.write(line)
            entry.rows = sessions.selection.count
    else:
        write_table(package, table, style=sessions.style, with_mark=with_mark)
    return described(table, style=sessions.style)


def _table(sessions: Sessions, *, progress: Progress) -> Table:
    rows = progress.over(rows_of(sessions.selection))
    if not sessions.selection.is_own:
        return Table(name="sessions", columns=columns(), rows=rows)
    # One's own rows have no column for who they are.
    return Table(name="sessions", columns=own_columns(), rows=((row[0], *row[2:]) for row in rows))


def _write_bundle(package: Package, sessions: Sessions, *, progress: Progress) -> list[Described]:
    selection = sessions.selection
    clinicians = [sessions.clinician] if sessions.clinician else selection.clinicians.values()
    with package.opened(BUNDLE) as entry:
        entry.rows = write_bundle(
            progress.over(told_of(selection, clinician=sessions.clinician)),
            entry,
            clinicians=clinicians,
            system=f"urn:alliance:{sessions.clinic.slug}",
        )
    return [
        Described(file=BUNDLE, column=name, type="resource", values=values, meaning=meaning)
        for name, values, meaning in IN_A_BUNDLE
    ]
