"""Asking for a report: the fields that kinds have in common."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.people.models import Membership

PERIOD = ("from_month", "to_month")
FEWEST_MONTHS, MOST_MONTHS = 24, 120


class ReportForm(forms.Form):
    """A kind's form adds its fields and names them in `parameter_names` and `layout`.

    `purpose` is sealed and kept apart. Each form is one submission: sent twice, it makes one.
    """

    submission = forms.UUIDField(widget=forms.HiddenInput)
    parameter_names: Sequence[str] = ()

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submission", uuid.uuid4())
        self.member, self.today = member, today
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("submission", *self.layout())

    def layout(self) -> Sequence[Any]:
        """What stands on the form, in order."""
        return self.parameter_names

    @property
    def parameters(self) -> dict[str, Any]:
        """What the form said, as JSON can hold it."""
        return {name: self.cleaned_data[name] for name in self.parameter_names}

    @property
    def upload(self) -> bytes:
        """A file that is sent along; none here."""
        return b""

    @property
    def purpose_words(self) -> str:
        return str(self.cleaned_data.get("purpose") or "")


class PeriodForm(ReportForm):
    """Whole months, first and last. A month is the text "2026-08"."""

    from_month = forms.ChoiceField(label=gettext_lazy("From"))
    to_month = forms.ChoiceField(label=gettext_lazy("To"))
    parameter_names: Sequence[str] = PERIOD

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        months = months_until(today, since=member.clinic.created_at.date())
        super().__init__(*args, member=member, today=today, **kwargs)
        self.initial.setdefault("from_month", months[2][0])
        self.initial.setdefault("to_month", months[0][0])
        for name in ("from_month", "to_month"):
            choice: Any = self.fields[name]
            choice.choices = months

    def layout(self) -> Sequence[Any]:
        others = [name for name in self.parameter_names if name not in PERIOD]
        return (Div(*PERIOD, css_class="two-up"), *others)

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from_month"), self.cleaned_data.get("to_month")
        if first and last and first > last:
            self.add_error("to_month", _("This month is before the first. Choose a later one."))
        return self.cleaned_data


def months_until(today: date, *, since: date) -> list[tuple[str, str]]:
    """The months from now back, each with its name: two years at least, ten at most.

    At least, because sessions from before a clinic came here can be brought along.
    """
    last = today.year * 12 + today.month - 1
    began = min(since.year * 12 + since.month - 1, last - FEWEST_MONTHS + 1)
    numbers = range(last, max(began, last - MOST_MONTHS + 1) - 1, -1)
    days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
    return [(f"{day:%Y-%m}", date_format(day, "F Y")) for day in days]


def first_day(month: str) -> date:
    """Of the text "2026-08"."""
    return date.fromisoformat(f"{month}-01")


def day_after(month: str) -> date:
    """The first day of the month after the text "2026-08"."""
    day = first_day(month)
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
