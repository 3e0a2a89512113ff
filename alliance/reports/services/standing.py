"""Reports that somebody wants each month: asked for by the worker, in their name and right."""

from datetime import date, datetime
from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from alliance.audit.services import note
from alliance.people.models import Membership
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.registry import kind_named
from alliance.reports.models import MonthlyFigures, StandingOrder
from alliance.reports.services.asking import NobodyToApprove, NotYours, ask
from alliance.reports.services.monthly import SETTLES_IN_DAYS
from alliance.trends.months import settled_month


@transaction.atomic
def order_each_month(kind: Kind, *, today: date, by: Membership) -> StandingOrder:
    """From the next month that is told on. Ordered twice, it is one."""
    order, is_new = StandingOrder.objects.get_or_create(
        clinic=by.clinic,
        author=by,
        kind=kind.name,
        defaults={"last_month": settled_month(today, after_days=SETTLES_IN_DAYS)},
    )
    if is_new:
        note("ordered each month", order, by=by)
    return order


@transaction.atomic
def stop_each_month(kind: Kind, *, by: Membership) -> None:
    """Stopped twice, it is stopped."""
    for order in StandingOrder.objects.of_member(by).filter(kind=kind.name):
        note("stopped each month", order, by=by)
        order.delete()


def ask_each_month(now: datetime) -> int:
    """Ask for what is due; how many reports. A month comes once, however often this runs."""
    orders = StandingOrder.objects.select_related("author__clinic", "author__user")
    asked = 0
    for order in orders.order_by("pk"):
        clinic = order.author.clinic
        month = settled_month(now.astimezone(clinic.zone).date(), after_days=SETTLES_IN_DAYS)
        is_told = MonthlyFigures.objects.filter(clinic=clinic, month=month).exists()
        if is_told:
            with timezone.override(clinic.zone):
                asked += _ask(order, month)
    return asked


@transaction.atomic
def _ask(order: StandingOrder, month: date) -> bool:
    taken = StandingOrder.objects.filter(pk=order.pk).due(month).update(last_month=month)
    kind = kind_named(order.kind)
    if not taken or kind is None:
        return False
    told = f"{month:%Y-%m}"
    parameters = {"from_month": told, "to_month": told, "style": "csv", "with_mark": False}
    try:
        # The same order and month are the same submission, whoever tries it how often.
        ask(kind, parameters=parameters, submission=uuid5(order.pk, told), by=order.author)
    except (NotYours, NobodyToApprove):
        return False
    return True
