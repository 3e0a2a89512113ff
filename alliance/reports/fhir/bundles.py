"""A bundle of sessions, written as it comes."""

import json
from collections.abc import Iterable, Iterator

from alliance.catalogue.load import EDITIONS, checklist
from alliance.reports.fhir.checking import check
from alliance.reports.fhir.resources import (
    Resource,
    Told,
    full_url,
    observation,
    practitioner,
    questionnaire,
    ratings_of,
    response,
)
from alliance.reports.formats.csv import Writes

HEAD = '{"resourceType": "Bundle", "type": "collection", "entry": [\n'


def write_bundle(
    sessions: Iterable[Told], out: Writes, *, clinicians: Iterable[str], system: str
) -> int:
    """Questionnaires, practitioners, then two resources a session; how many sessions.

    `system` begins the addresses of the clinic's own identifiers. Raises NotFhir.
    """
    counted = _Counted(sessions)
    resources = _resources(counted, clinicians=clinicians, system=system)
    begin = HEAD
    for resource in resources:
        entry = {"fullUrl": full_url(resource), "resource": check(resource)}
        out.write((begin + json.dumps(entry, ensure_ascii=False)).encode())
        begin = ",\n"
    out.write(b"\n]}\n")
    return counted.count


class _Counted:
    def __init__(self, sessions: Iterable[Told]) -> None:
        self.sessions, self.count = sessions, 0

    def __iter__(self) -> Iterator[Told]:
        for told in self.sessions:
            self.count += 1
            yield told


def _resources(
    sessions: Iterable[Told], *, clinicians: Iterable[str], system: str
) -> Iterator[Resource]:
    asked = {edition: checklist(edition) for edition in EDITIONS}
    yield from (questionnaire(each) for each in asked.values())
    yield from (practitioner(name, system=system) for name in clinicians)
    codings = {edition: ratings_of(each) for edition, each in asked.items()}
    for told in sessions:
        answers = response(told, codings=codings[told.edition], system=system)
        yield answers
        line = observation(told, answers=answers, system=system)
        if line is not None:
            yield line
