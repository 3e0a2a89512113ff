"""Asking for figures of whole months: the last three that are settled, unless somebody says so."""

from typing import Any

from alliance.reports.forms.asking import PeriodForm
from alliance.reports.forms.tables import TableForm
from alliance.reports.services.monthly import SETTLES_IN_DAYS
from alliance.trends.months import months_later, settled_month


class SettledPeriodForm(PeriodForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        last = settled_month(kwargs["today"], after_days=SETTLES_IN_DAYS)
        period = {
            "from_month": f"{months_later(last, -2):%Y-%m}",
            "to_month": f"{last:%Y-%m}",
        }
        super().__init__(*args, **kwargs | {"initial": period})


class SettledTableForm(SettledPeriodForm, TableForm):
    """The same, in a format."""
