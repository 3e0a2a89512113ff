"""Reports that come each month: once a month, in the right of whoever wants them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from alliance.people.models import Membership
from alliance.reports.kinds.clinic_figures import CLINIC_SUMMARY
from alliance.reports.models import Export, StandingOrder
from alliance.reports.services.monthly import publish_months
from alliance.reports.services.standing import ask_each_month, order_each_month, stop_each_month
from tests import make
from tests.browse import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
DECEMBER = datetime(2026, 12, 8, 12, tzinfo=UTC)


@pytest.fixture
def admin():
    """An admin of a clinic with a log in November, who ordered in November."""
    about = make.client()
    make.log(of=about, held_on=date(2026, 11, 18))
    admin = make.member(of=about.clinic, roles="admin")
    order_each_month(CLINIC_SUMMARY, today=make.TODAY, by=admin)
    return admin


def months_asked():
    return [export.parameters["from_month"] for export in Export.objects.order_by("queued_at")]


def test_it_is_asked_for_once_a_month_when_the_month_is_told(admin):
    assert ask_each_month(DECEMBER) == 0
    publish_months(admin.clinic, now=DECEMBER)

    assert [ask_each_month(DECEMBER), ask_each_month(DECEMBER + timedelta(days=1))] == [1, 0]
    [export] = Export.objects.all()
    assert (export.author, export.kind, export.parameters["to_month"]) == (
        admin,
        "clinic_summary",
        "2026-11",
    )

    later = DECEMBER + timedelta(days=31)
    publish_months(admin.clinic, now=later)
    ask_each_month(later)
    assert months_asked() == ["2026-11", "2026-12"]


def test_what_was_told_before_it_was_ordered_is_not_sent(admin):
    publish_months(admin.clinic, now=DECEMBER)
    StandingOrder.objects.all().delete()
    order_each_month(CLINIC_SUMMARY, today=date(2026, 12, 9), by=admin)

    assert ask_each_month(DECEMBER) == 0


def test_it_ends_with_the_right_and_with_the_place(admin):
    publish_months(admin.clinic, now=DECEMBER)
    Membership.objects.filter(pk=admin.pk).update(is_admin=False, is_clinician=True)
    assert ask_each_month(DECEMBER) == 0

    Membership.objects.filter(pk=admin.pk).update(is_admin=True, deactivated_at=DECEMBER)
    StandingOrder.objects.update(last_month=date(2026, 10, 1))

    assert ask_each_month(DECEMBER) == 0
    assert not Export.objects.exists()


def test_it_can_be_stopped_and_both_twice(admin):
    order_each_month(CLINIC_SUMMARY, today=make.TODAY, by=admin)
    assert StandingOrder.objects.count() == 1

    stop_each_month(CLINIC_SUMMARY, by=admin)
    stop_each_month(CLINIC_SUMMARY, by=admin)

    assert not StandingOrder.objects.exists()


def test_the_overview_offers_and_stops_it(client, admin):
    publish_months(admin.clinic, now=DECEMBER)
    browser = Browser(client, admin)
    assert "Stop the one each month" in browser.read("/")

    browser.post("/reports/monthly/clinic_summary/stop/")

    assert "Prepare it each month" in browser.read("/")
    browser.post("/reports/monthly/clinic_summary/")
    assert StandingOrder.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "status"), [("my_data", 404), ("nothing", 404), ("own_practice", 403)]
)
def test_only_what_one_may_have_and_only_what_comes_by_itself(client, admin, kind, status):
    assert Browser(client, admin).post(f"/reports/monthly/{kind}/").status_code == status
