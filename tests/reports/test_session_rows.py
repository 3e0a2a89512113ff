"""Rows for research: an allow-list of codes, pseudonyms, weeks; the same by either way out."""

import csv
import io
import json
import re
import uuid
import zipfile
from datetime import date

import pytest
from django.db import connection

from alliance.jobs.services.heart import Progress
from alliance.people.models import Clinic
from alliance.reports.forms.asking import day_after
from alliance.reports.forms.sessions import SessionRowsForm
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.own_sessions import OWN_SESSIONS
from alliance.reports.kinds.session_rows import SESSION_ROWS
from alliance.reports.models import Export
from alliance.reports.pseudonyms import pseudonyms
from alliance.reports.queries.session_rows import MEANINGS, lines_of, rows_of, select
from tests import make
from tests.browse import Browser

pytestmark = pytest.mark.django_db
PERIOD = {"from_month": "2026-11", "to_month": "2026-11", "with_mark": False}
FILES = {"fhir": "bundle.json"}
PURPOSE = "To see how complete logging is."
# What the ratified list holds beside one column an item. A new one needs a reason.
ALLOWED = {
    *("client", "clinician", "week", "number", "minutes", "setting", "form", "edition"),
    *("ending", "short_contact", "near_dropout", "rupture", "line", "usual_low", "usual_high"),
}


@pytest.fixture
def clinic():
    return make.clinic(session_rows_allowed=True)


@pytest.fixture
def admin(clinic):
    return make.member(of=clinic, roles="admin")


@pytest.fixture
def clinician(clinic):
    return make.member(of=clinic)


def package_of(admin, *, style="csv", **changed):
    asked = PERIOD | {"style": style} | changed
    order = Order(author=admin, parameters=asked, today=make.TODAY, purpose=PURPOSE)
    out = io.BytesIO()
    SESSION_ROWS.write(order, out, Progress())
    return zipfile.ZipFile(out)


def rows(package):
    text = package.read("sessions.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def selection(clinic):
    return select(
        clinic,
        first=date(2026, 11, 1),
        before=date(2026, 12, 1),
        naming=pseudonyms(clinic),
        expect=lambda rows: None,
    )


@pytest.mark.requirement("PRIV-11")
def test_the_columns_are_those_allowed_and_no_others(admin, clinician):
    make.log(of=make.client(of=clinician))

    [row] = rows(package_of(admin))

    items = {name for name in row if "-" in name}
    assert set(row) - items == ALLOWED == set(MEANINGS) - {"day"}
    assert len(items) == 20


@pytest.mark.requirement("PRIV-11")
def test_a_row_tells_codes_and_a_week_and_nothing_that_was_written(admin, clinician):
    about = make.client(of=clinician, code="K-14", contexts=["psychosis"])
    make.log(
        of=about,
        held_on=date(2026, 11, 19),
        ratings=make.ratings(3, goals_wants=5, repair_step="unsure"),
        form="full",
        rupture=make.rupture(what_happened="A canary sang."),
        reflection="A canary thought.",
        shared_note="A canary asked.",
        intention="A canary hopes.",
    )
    package = package_of(admin)

    [row] = rows(package)
    assert row["week"] == "2026-11-16"
    assert row["rupture"] == "yes"
    assert row["goals-wants"] == "5"
    assert row["repair-step"] == "unsure"
    everything = b"".join(package.read(name) for name in package.namelist()).decode()
    for secret in ("canary", "K-14", "2026-11-19\r", clinician.user.name, str(about.pk)):
        assert secret not in everything
    assert "psychosis" not in package.read("sessions.csv").decode()


@pytest.mark.requirement("PRIV-11")
def test_a_client_has_one_name_in_every_export_and_another_elsewhere(admin, clinician, clinic):
    about = make.client(of=clinician)
    make.log(of=about, held_on=date(2026, 10, 14))
    make.log(of=about)

    october = rows(package_of(admin, from_month="2026-10", to_month="2026-10"))
    november = rows(package_of(admin))

    assert october[0]["client"] == november[0]["client"] == pseudonyms(clinic)(about.pk)
    assert pseudonyms(make.clinic())(about.pk) != pseudonyms(clinic)(about.pk)


def test_no_spreadsheet_takes_a_pseudonym_for_a_number(clinic):
    names = {pseudonyms(clinic)(uuid.UUID(int=number)) for number in range(500)}

    assert len(names) == 500
    assert all(re.fullmatch("p[0-9a-f]{15}", name) for name in names)


@pytest.mark.requirement("PRIV-05")
def test_only_a_clinician_of_eight_clients_is_told_apart(admin, clinician, clinic):
    other = make.member(of=clinic)
    for _number in range(8):
        make.log(of=make.client(of=clinician))
    for _number in range(7):
        make.log(of=make.client(of=other))

    named = [row["clinician"] for row in rows(package_of(admin))]

    assert sorted(named) == [""] * 7 + [pseudonyms(clinic)(clinician.pk)] * 8


def test_other_months_other_clinics_and_the_trash_are_not_in_it(admin, clinician):
    about = make.client(of=clinician)
    for held_on in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)):
        make.log(of=about, held_on=held_on)
    make.log()

    assert [row["week"] for row in rows(package_of(admin))] == ["2026-10-26", "2026-11-30"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="COPY is PostgreSQL's")
def test_both_ways_out_of_postgresql_give_the_same_bytes(clinic, clinician):
    for number in range(9):
        about = make.client(of=clinician)
        make.series(about, count=number % 3 + 1, value=number % 5 + 1)
        make.log(of=about, form="full", ratings={"goals-wants": 3, "bounds-sharing": "na"})
    chosen = selection(clinic)

    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows_of(chosen))

    assert b"".join(lines_of(chosen)).decode() == out.getvalue()


@pytest.mark.parametrize("style", ["csv", "xlsx", "jsonl", "fhir"])
def test_the_same_order_gives_the_same_bytes(admin, clinician, style):
    make.series(make.client(of=clinician), count=3)

    packages = [package_of(admin, style=style) for _number in range(2)]

    assert packages[0].fp.getvalue() == packages[1].fp.getvalue()
    manifest = json.loads(packages[0].read("manifest.json"))
    assert {file["name"]: file["rows"] for file in manifest["files"]}[
        FILES.get(style, f"sessions.{style}")
    ] == 3


def test_no_rows_are_a_report_that_says_so(admin):
    package = package_of(admin)

    assert rows(package) == []
    assert "no sessions in this period" in package.read("readme.txt").decode()


def test_it_is_offered_to_admins_of_clinics_that_allow_it(client, admin, clinic, clinician):
    assert "Rows for research" in Browser(client, admin).read("/reports/")
    assert "Rows for research" not in Browser(client, clinician).read("/reports/")
    Clinic.objects.update(session_rows_allowed=False)

    assert "Rows for research" not in Browser(client, admin).read("/reports/")
    assert Browser(client, admin).post("/reports/ask/session_rows/").status_code == 403


def order(**changed):
    fields = {"submission": "0198d9a6-0000-7000-8000-000000000000", "style": "csv"}
    fields |= {"from_month": "2026-09", "to_month": "2026-11", "purpose": PURPOSE}
    return fields | changed


@pytest.mark.usefixtures("_today")
def test_a_period_that_ends_before_it_begins_is_told_beside_the_field(client, admin):
    wrong = order(from_month="2026-11", to_month="2026-09")

    answer = Browser(client, admin).post("/reports/ask/session_rows/", wrong)

    assert answer.status_code == 422
    assert "This month is before the first" in answer.text
    assert PURPOSE in answer.text
    assert not Export.objects.exists()


@pytest.mark.usefixtures("_today")
def test_a_purpose_is_wanted_and_kept_sealed(client, admin):
    browser = Browser(client, admin)

    assert browser.post("/reports/ask/session_rows/", order(purpose="Why")).status_code == 422
    browser.post("/reports/ask/session_rows/", order())

    export = Export.objects.get()
    assert PURPOSE.encode() not in bytes(export.purpose)
    assert export.parameters["from_month"] == "2026-09"


@pytest.mark.usefixtures("_today")
def test_where_the_clinic_wants_it_a_second_person_sees_the_purpose_first(client, admin, clinic):
    Clinic.objects.update(export_approval=True)
    second = make.member(of=clinic, roles="admin")

    Browser(client, admin).post("/reports/ask/session_rows/", order())

    assert Export.objects.get().state == "held"
    assert PURPOSE in Browser(client, second).read("/reports/")


@pytest.mark.usefixtures("_today")
def test_with_nobody_to_approve_it_says_so(client, admin, clinic):
    Clinic.objects.update(export_approval=True)

    answer = Browser(client, admin).post("/reports/ask/session_rows/", order())

    assert answer.status_code == 422
    assert "no second admin" in answer.text


@pytest.mark.parametrize(("month", "day"), [("2026-12", "2027-01-01"), ("2026-02", "2026-03-01")])
def test_a_month_ends_where_the_next_begins(month, day):
    assert str(day_after(month)) == day


def test_months_go_back_two_years_at_least(admin):
    form = SessionRowsForm(member=admin, today=make.TODAY)

    months = [value for value, _words in form.fields["from_month"].choices]
    assert months[0] == "2026-11"
    assert "2024-12" in months


def test_ones_own_sessions_stand_under_ones_own_codes_and_days(clinician):
    make.log(of=make.client(of=clinician, code="K-14"), reflection="A canary thought.")
    make.log(of=make.client(of=make.member(of=clinician.clinic)))
    order = Order(author=clinician, parameters=PERIOD | {"style": "csv"}, today=make.TODAY)
    out = io.BytesIO()

    OWN_SESSIONS.write(order, out, Progress())

    package = zipfile.ZipFile(out)
    [row] = rows(package)
    assert (row["client"], row["day"], row["number"]) == ("K-14", "2026-11-19", "1")
    assert "clinician" not in row
    assert b"canary" not in package.read("sessions.csv")
