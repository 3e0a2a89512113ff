"""Sessions as FHIR R4: every resource holds to the published models and to each other."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, timedelta

import pytest
from django.conf import settings
from fhir.resources.R4B.bundle import Bundle

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.jobs.services.heart import Progress
from alliance.reports.fhir.bundles import write_bundle
from alliance.reports.fhir.checking import NotFhir, check
from alliance.reports.fhir.resources import Told, questionnaire, ratings_of, response
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.own_sessions import OWN_SESSIONS
from alliance.reports.kinds.session_rows import SESSION_ROWS
from tests import make

pytestmark = pytest.mark.django_db
PERIOD = {"from_month": "2026-10", "to_month": "2026-11", "style": "fhir", "with_mark": False}


def bundle_of(kind, author):
    out = io.BytesIO()
    order = Order(author=author, parameters=PERIOD, today=make.TODAY, purpose="To see.")
    kind.write(order, out, Progress())
    return json.loads(zipfile.ZipFile(out).read("bundle.json"))


def of_type(bundle, kind):
    found = (entry["resource"] for entry in bundle["entry"])
    return [resource for resource in found if resource["resourceType"] == kind]


@pytest.fixture
def clinician():
    return make.member(of=make.clinic(session_rows_allowed=True))


@pytest.fixture
def own(clinician):
    about = make.client(of=clinician, code="K-14")
    make.series(about, count=4, last=make.TODAY - timedelta(weeks=1))
    make.log(of=about, form="full", ratings=make.ratings(2, bounds_sharing="na"))
    return bundle_of(OWN_SESSIONS, clinician)


def test_the_whole_bundle_holds_to_its_model(own):
    Bundle.model_validate(own)

    assert len(of_type(own, "QuestionnaireResponse")) == 5
    assert len(of_type(own, "Observation")) == 5


def test_the_questionnaire_asks_what_the_edition_asks(own):
    [asked] = of_type(own, "Questionnaire")

    edition = checklist(CURRENT_EDITION)
    assert [item["text"] for item in asked["item"]] == [item.text for item in edition.items]
    options = asked["item"][0]["answerOption"]
    assert [each["valueCoding"]["display"] for each in options][:5] == list(edition.scale.words)


def test_each_answer_is_one_that_the_questionnaire_offers(own):
    [asked] = of_type(own, "Questionnaire")
    offered = {
        item["linkId"]: [each["valueCoding"] for each in item["answerOption"]]
        for item in asked["item"]
    }

    for answers in of_type(own, "QuestionnaireResponse"):
        assert answers["questionnaire"] == f"{asked['url']}|{asked['version']}"
        for item in answers["item"]:
            assert item["answer"][0]["valueCoding"] in offered[item["linkId"]]


def test_the_practitioner_is_the_author_and_the_client_only_a_code(own):
    [person] = [
        entry for entry in own["entry"] if entry["resource"]["resourceType"] == "Practitioner"
    ]

    for answers in of_type(own, "QuestionnaireResponse"):
        assert answers["author"] == answers["source"] == {"reference": person["fullUrl"]}
        assert answers["subject"]["identifier"]["value"] == "K-14"
    assert "name" not in person["resource"]


def test_the_line_leads_back_to_the_answers_it_comes_from(own):
    known = {entry["fullUrl"] for entry in own["entry"]}

    last = of_type(own, "Observation")[-1]
    assert last["derivedFrom"][0]["reference"] in known
    assert last["valueQuantity"]["value"] == 25.0
    assert last["effectiveDateTime"] == "2026-11-19"
    assert last["referenceRange"][0]["low"]["value"] < last["referenceRange"][0]["high"]["value"]


def test_for_a_clinic_it_holds_pseudonyms_and_weeks(clinician):
    for _number in range(8):
        make.log(of=make.client(of=clinician, code=f"Z-{_number}0"), reflection="A canary thought.")

    told = bundle_of(SESSION_ROWS, make.member(of=clinician.clinic, roles="admin"))

    Bundle.model_validate(told)
    text = json.dumps(told)
    assert "Z-" not in text
    assert "canary" not in text
    assert "2026-11-19" not in text
    assert {each["authored"] for each in of_type(told, "QuestionnaireResponse")} == {"2026-11-16"}
    assert len(of_type(told, "Practitioner")) == 1


def test_a_clinician_of_few_clients_is_not_told_apart(clinician):
    make.log(of=make.client(of=clinician))

    told = bundle_of(SESSION_ROWS, make.member(of=clinician.clinic, roles="admin"))

    assert of_type(told, "Practitioner") == []
    assert "reference" not in of_type(told, "QuestionnaireResponse")[0]["author"]


def test_what_does_not_hold_is_refused_without_saying_what_it_was():
    edition = checklist(CURRENT_EDITION)
    told = Told(
        id="1", client="K-14", clinician="me", day=date(2026, 11, 19), edition=1, ratings={"x": "4"}
    )
    broken = response(told, codings=ratings_of(edition), system="urn:x") | {"authored": "canary"}

    with pytest.raises(NotFhir) as caught:
        check(broken)

    assert "canary" not in str(caught.value)
    assert caught.value.__context__ is None
    assert check(questionnaire(edition))


def test_without_sessions_it_is_a_bundle_all_the_same():
    out = io.BytesIO()

    assert write_bundle([], out, clinicians=[], system="urn:x") == 0
    Bundle.model_validate_json(out.getvalue())


def test_the_library_is_not_imported_until_a_bundle_is_made():
    """It takes a while, and most starts never need it."""
    look = "sys.exit(any(name.startswith('fhir') for name in sys.modules))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    code = f"import django; django.setup(); import sys; import alliance.urls; {look}"

    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, check=False
    )
    assert ended.returncode == 0
