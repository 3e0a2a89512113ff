"""Noting why there is no log."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models import Absence
from alliance.web.addresses import own_address

WITHIN = timedelta(days=731)
NOT_A_DAY = _("This is not a day in the calendar.")
TOO_FAR = _("This is more than two years away. Check the year.")


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
        super().__init__(
            required=False, widget=widget, error_messages={"invalid": NOT_A_DAY}, **kwargs
        )


class AbsenceForm(forms.Form):
    """A button for each kind; the day is today unless one says another."""

    kind = forms.ChoiceField(
        choices=Absence.Kind,
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose what it was."),
            "invalid_choice": _("Choose what it was."),
        },
    )
    starts_on = DayField(label=_("On, or from"))
    ends_on = DayField(
        label=_("Until (optional)"),
        help_text=_("For a holiday or a pause. Left empty, it lasts until the next session."),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"starts_on": today})
        self.today = today

    def clean_starts_on(self) -> date:
        return self._near(self.cleaned_data["starts_on"] or self.today)

    def clean_ends_on(self) -> date | None:
        ends_on = self.cleaned_data["ends_on"]
        return self._near(ends_on) if ends_on else None

    def clean_next(self) -> str:
        return own_address(self.cleaned_data["next"], otherwise="")

    def clean(self) -> None:
        said = self.cleaned_data
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("This lies before the first day."))
        if starts_on and starts_on > self.today and said.get("kind") == Absence.Kind.NO_SHOW:
            self.add_error("starts_on", _("This day hasn’t come yet."))

    def _near(self, day: date) -> date:
        if abs(day - self.today) > WITHIN:
            raise forms.ValidationError(TOO_FAR)
        return day
