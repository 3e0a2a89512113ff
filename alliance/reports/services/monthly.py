"""Publishing a clinic's figures, a month at a time and each month once."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import Nobody, note
from alliance.people.models import Clinic
from alliance.reports.models import MonthlyFigures
from alliance.reports.queries.month_facts import first_month, month_facts
from alliance.reports.reading import report_reading
from alliance.trends.clinic_month import Gathered, month_of
from alliance.trends.months import months_from, months_later, settled_month
from alliance.trends.published_month import Month, as_json, from_json
from alliance.trends.small_groups import IN_CLINIC

SETTLES_IN_DAYS = 7
"""A month may be logged for so long after it ended; then its figures are published."""
SELDOM = ("opened", "closed", "repaired")


def publish_all(now: datetime) -> int:
    """Publish what is settled in every clinic; how many months."""
    return sum(publish_months(clinic, now=now) for clinic in Clinic.objects.order_by("pk"))


@transaction.atomic
def publish_months(clinic: Clinic, *, now: datetime) -> int:
    """Publish every settled month since the first session that isn't yet; how many."""
    with timezone.override(clinic.zone):
        today = now.astimezone(clinic.zone).date()
        first, last = first_month(clinic), settled_month(today, after_days=SETTLES_IN_DAYS)
        if first is None or first > last:
            return 0
        told = _published(clinic)
        due = [month for month in months_from(first, last) if month not in told]
        if not due:
            return 0
        since = min(_began(told, name, month=due[0]) or first for name in SELDOM)
        with report_reading(clinic.pk):
            facts = month_facts(clinic, list(months_from(since, last)), today=today)
    for month in due:
        began = {name: _began(told, name, month=month) or first for name in SELDOM}
        gathered = {
            name: [facts[each] for each in months_from(start, month)]
            for name, start in began.items()
        }
        told[month] = month_of(facts[month], gathered=Gathered(**gathered), rule=IN_CLINIC)
        row = MonthlyFigures.objects.create(
            clinic=clinic, month=month, figures=as_json(told[month]), published_at=now
        )
        note("published", row, by=Nobody(clinic.pk))
    return len(due)


def _published(clinic: Clinic) -> dict[date, Month]:
    rows = MonthlyFigures.objects.of_clinic(clinic).values_list("month", "figures")
    return {month: from_json(figures) for month, figures in rows}


def _began(told: Mapping[date, Month], name: str, *, month: date) -> date | None:
    """The month after the one in which the last stretch before `month` ended; None without one."""
    ended = [each for each, figures in told.items() if each < month and getattr(figures, name)]
    return months_later(max(ended), 1) if ended else None
