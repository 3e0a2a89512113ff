"""Which months of figures to show, and of which team."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.reports.queries.periods import Period, latest_of, period_of


class FiguresForm(forms.Form):
    """Asked by address, so that a period can be bookmarked. A month is the text "2026-08"."""

    from_month = forms.ChoiceField(label=gettext_lazy("From"))
    to_month = forms.ChoiceField(label=gettext_lazy("To"))
    team = forms.ChoiceField(label=gettext_lazy("Table for"), required=False)

    def __init__(
        self, data: Any, *, months: Sequence[date], names: Mapping[str, str] | None = None
    ) -> None:
        """`months`: those there are, in order, at least one. `names`: of teams, by id."""
        self.months = months
        latest = latest_of(months)
        initial = {"from_month": f"{latest.first:%Y-%m}", "to_month": f"{latest.last:%Y-%m}"}
        super().__init__(data if "from_month" in data else None, initial=initial)
        choices = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in reversed(months)]
        self._offer("from_month", choices)
        self._offer("to_month", choices)
        if names:
            self._offer("team", [("", _("The whole clinic")), *names.items()])
        else:
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("from_month"), self.cleaned_data.get("to_month")
        if first and last and first > last:
            self.add_error("to_month", _("This month is before the first. Choose a later one."))
        return self.cleaned_data

    @property
    def period(self) -> Period:
        """What was asked for; the latest months where it made no sense, or nothing was."""
        if not self.is_valid():
            return latest_of(self.months)
        return period_of(self.cleaned_data["from_month"], self.cleaned_data["to_month"])

    @property
    def chosen_team(self) -> str:
        return str(self.cleaned_data.get("team", "")) if self.is_valid() else ""

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices


class UnlockForm(forms.Form):
    """The passphrase of a practice of one. What was typed never comes back with the page."""

    secret = forms.CharField(
        label=gettext_lazy("Passphrase or recovery key"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(
            attrs={
                "autocomplete": "current-password",
                "autofocus": True,
                "class": "form-control",
            }
        ),
    )


class CloseForm(forms.Form):
    """`name` is typed, so that nobody deletes a practice by a slip."""

    name = forms.CharField(max_length=80)
    with_reflections = forms.BooleanField(
        label=gettext_lazy("Delete my reflections now"), required=False
    )

    def __init__(self, *args: Any, clinic: str, is_alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic = clinic
        self.fields["name"].label = _("Type the name of the clinic: %s") % clinic
        if is_alone:
            del self.fields["with_reflections"]
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name.strip().casefold() != self.clinic.casefold():
            raise forms.ValidationError(_("That is not its name. Nothing was deleted."))
        return name
