"""One session as FHIR R4 (4.0.1): the checklist as a Questionnaire, a log as its
QuestionnaireResponse, the line as an Observation.

Plain dicts in, plain dicts out; `checking` holds them to the published models.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from alliance.catalogue.checklist import Checklist
from alliance.catalogue.items import NOT_APPLICABLE, UNSURE

type Resource = dict[str, Any]

CHECKLIST = "urn:alliance:checklist"
RATING = "urn:alliance:rating"
MEASURE = "urn:alliance:measure"
UNITS = "http://unitsofmeasure.org"


@dataclass(frozen=True, kw_only=True)
class Told:
    """A session, as a bundle tells it.

    `id` is new in each bundle and says nothing. `clinician` is "" where they are not told apart.
    `line`, `low` and `high`: alliance score and usual range, 0–100, or None.
    """

    id: str
    client: str
    clinician: str
    day: date
    edition: int
    ratings: Mapping[str, str] = field(default_factory=dict)
    line: float | None = None
    low: float | None = None
    high: float | None = None


def full_url(resource: Resource) -> str:
    """Where a resource is known in its bundle: the same for the same type and id."""
    return uuid5(NAMESPACE_URL, f"{resource['resourceType']}/{resource['id']}").urn


def questionnaire(checklist: Checklist) -> Resource:
    """The edition as it was asked: each statement, its domain, and the words of the scale."""
    return {
        "resourceType": "Questionnaire",
        "id": f"checklist-{checklist.edition}",
        "url": CHECKLIST,
        "version": str(checklist.edition),
        "name": "AllianceChecklist",
        "title": f"Alliance checklist, edition {checklist.edition}",
        "status": "active",
        "subjectType": ["Patient"],
        "description": "What the clinician noticed in a session: a self-reflection.",
        "item": [
            {
                "linkId": item.id,
                "code": [{"system": "urn:alliance:domain", "code": item.domain}],
                "text": item.text,
                "type": "choice",
                "answerOption": [
                    {"valueCoding": rating}
                    for code, rating in ratings_of(checklist).items()
                    if code != NOT_APPLICABLE or item.not_applicable_label
                ],
            }
            for item in checklist.items
        ],
    }


def ratings_of(checklist: Checklist) -> dict[str, Resource]:
    """Code → coding with its words: 1…5, unsure, na."""
    scale = checklist.scale
    words = {str(point): word for point, word in scale.points}
    words |= {UNSURE: scale.unsure, NOT_APPLICABLE: scale.not_applicable}
    return {code: {"system": RATING, "code": code, "display": word} for code, word in words.items()}


def practitioner(name: str, *, system: str) -> Resource:
    identifier = {"system": f"{system}:clinician", "value": name}
    return {"resourceType": "Practitioner", "id": f"clinician-{name}", "identifier": [identifier]}


def response(told: Told, *, codings: Mapping[str, Resource], system: str) -> Resource:
    """What the clinician answered about one session; they are author and source of it."""
    author = author_of(told, system=system)
    return {
        "resourceType": "QuestionnaireResponse",
        "id": f"log-{told.id}",
        "questionnaire": f"{CHECKLIST}|{told.edition}",
        "status": "completed",
        "subject": subject_of(told, system=system),
        "authored": told.day.isoformat(),
        "author": author,
        "source": author,
        "item": [
            {"linkId": item, "answer": [{"valueCoding": codings[rating]}]}
            for item, rating in told.ratings.items()
        ],
    }


def observation(told: Told, *, answers: Resource, system: str) -> Resource | None:
    """The line of one session: a mean of its core answers, and no measure of the client."""
    if told.line is None:
        return None
    seen: Resource = {
        "resourceType": "Observation",
        "id": f"line-{told.id}",
        "status": "final",
        "code": {
            "coding": [{"system": MEASURE, "code": "alliance-score"}],
            "text": "Alliance score: mean of the answered core items, as the clinician rated them",
        },
        "subject": subject_of(told, system=system),
        "effectiveDateTime": told.day.isoformat(),
        "performer": [author_of(told, system=system)],
        "valueQuantity": _quantity(told.line),
        "derivedFrom": [{"reference": full_url(answers)}],
    }
    if told.low is not None and told.high is not None:
        own = {"text": "This client’s own usual range before this session"}
        seen["referenceRange"] = [own | {"low": _quantity(told.low), "high": _quantity(told.high)}]
    return seen


def subject_of(told: Told, *, system: str) -> Resource:
    return {"type": "Patient", "identifier": {"system": f"{system}:client", "value": told.client}}


def author_of(told: Told, *, system: str) -> Resource:
    if not told.clinician:
        return {"type": "Practitioner", "display": "A clinician who is not told apart"}
    return {"reference": full_url(practitioner(told.clinician, system=system))}


def _quantity(value: float) -> Resource:
    return {"value": value, "unit": "of 100", "system": UNITS, "code": "1"}
