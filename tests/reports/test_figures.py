"""The clinic in figures and one's own practice, as files."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from alliance.jobs.services.heart import Progress
from alliance.people.models import Team
from alliance.reports.forms.figures import SettledTableForm
from alliance.reports.kinds.clinic_figures import CLINIC_SUMMARY, MONTHLY_FIGURES
from alliance.reports.kinds.kind import Order
from alliance.reports.kinds.own_practice import OWN_PRACTICE
from alliance.reports.kinds.registry import offered_to
from tests import make
from tests.reports.figures import clinic_with_figures

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
PERIOD = {"from_month": "2026-08", "to_month": "2026-10", "style": "csv", "with_mark": False}


def made(kind, author, **asked):
    out = io.BytesIO()
    order = Order(author=author, parameters=PERIOD | asked, today=make.TODAY)
    progress = Progress()
    kind.write(order, out, progress)
    assert progress.done == progress.total > 0 or not progress.total
    return zipfile.ZipFile(out)


def rows_of(package):
    text = package.read("months.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_clinic_summary_is_a_tagged_pdf_with_its_papers():
    package = made(CLINIC_SUMMARY, clinic_with_figures())

    pdf = package.read("clinic-summary.pdf")
    assert pdf.startswith(b"%PDF")
    assert b"/StructTreeRoot" in pdf
    assert {"readme.txt", "dictionary.csv", "manifest.json"} <= set(package.namelist())
    assert "Groups of fewer than eight clients" in package.read("readme.txt").decode()


def test_the_same_summary_twice_gives_the_same_bytes():
    admin = clinic_with_figures(clinicians=2)

    first, second = (made(CLINIC_SUMMARY, admin).read("clinic-summary.pdf") for _time in range(2))

    assert first == second


def test_a_period_without_months_is_a_summary_that_says_so():
    admin = clinic_with_figures(clinicians=2)
    asked = {"from_month": "2019-01", "to_month": "2019-02"}

    assert made(CLINIC_SUMMARY, admin, **asked).read("clinic-summary.pdf").startswith(b"%PDF")
    package = made(MONTHLY_FIGURES, admin, **asked)
    assert rows_of(package) == []
    assert "No month of this period is told yet." in package.read("readme.txt").decode()


def test_monthly_figures_are_rows_by_month_and_team():
    admin = clinic_with_figures()

    rows = rows_of(made(MONTHLY_FIGURES, admin))

    seen = [row for row in rows if row["figure"] == "clients_seen" and row["month"] == "2026-10-01"]
    whole, *rest = [row for row in seen if not row["kind"]]
    assert whole["teams"] == ""
    assert {row["teams"] for row in rest} == {"Adults", "Young people"}
    assert int(whole["amount"]) == sum(int(row["amount"]) for row in rest)


@pytest.mark.requirement("PRIV-03", "PRIV-05")
def test_no_small_number_is_in_them_and_what_is_hidden_is_empty():
    rows = rows_of(made(MONTHLY_FIGURES, clinic_with_figures(clients=3)))

    told = [row["amount"] for row in rows if row["figure"] != "weeks_to_repair"]
    assert "" in told
    assert all(not amount or amount == "0" or int(amount) >= 10 for amount in told)
    # Nothing is told by clinician, so there is nobody to rank.
    assert {row["teams"] for row in rows} <= {"", "Adults", "Young people"}


def test_they_come_as_a_spreadsheet_too():
    package = made(MONTHLY_FIGURES, clinic_with_figures(clinicians=2), style="xlsx")

    assert package.read("months.xlsx").startswith(b"PK")
    listed = json.loads(package.read("manifest.json"))["files"]
    assert next(each for each in listed if each["name"] == "months.xlsx")["rows"] > 0


def test_a_team_whose_name_is_a_formula_stays_text():
    admin = clinic_with_figures()
    Team.objects.filter(clinic=admin.clinic, name="Adults").update(name='=HYPERLINK("x")')

    rows = rows_of(made(MONTHLY_FIGURES, admin))

    names = {row["teams"] for row in rows}
    assert '\'=HYPERLINK("x")' in names
    assert not [name for name in names if name.startswith("=")]


def test_ones_own_practice_is_exact():
    about = make.client()
    for week in range(4):
        make.log(of=about, held_on=date(2026, 10, 5) + timedelta(weeks=week))

    package = made(OWN_PRACTICE, about.clinician)

    amounts = {
        (row["figure"], row["kind"]): row["amount"]
        for row in rows_of(package)
        if row["month"] == "2026-10-01"
    }
    assert amounts["clients_seen", ""] == "1"
    assert amounts["sessions_logged", ""] == "4"
    assert package.read("my-practice.pdf").startswith(b"%PDF")


def test_the_clinics_figures_are_offered_to_admins_and_ones_own_to_clinicians():
    admin, clinician = make.member(roles="admin"), make.member()

    assert {CLINIC_SUMMARY, MONTHLY_FIGURES} <= set(offered_to(admin))
    assert OWN_PRACTICE not in offered_to(admin)
    assert OWN_PRACTICE in offered_to(clinician)
    assert not {CLINIC_SUMMARY, MONTHLY_FIGURES} & set(offered_to(clinician))


def test_the_form_offers_the_last_three_settled_months():
    form = SettledTableForm(member=make.member(roles="admin"), today=date(2026, 11, 7))

    assert (form.initial["from_month"], form.initial["to_month"]) == ("2026-07", "2026-09")
