"""Asking for a supervision report: about whom."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from alliance.reports.forms.asking import ReportForm
from alliance.reports.queries.supervision_paper import subjects_of


class SupervisionForm(ReportForm):
    trainee = forms.TypedChoiceField(label=gettext_lazy("About"), coerce=str)
    parameter_names = ("trainee",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["trainee"]
        choice.choices = [(str(pk), name) for pk, name in subjects_of(self.member, on=self.today)]

    @property
    def parameters(self) -> dict[str, Any]:
        """With the name, so that a list of reports needn't look each up."""
        chosen = self.cleaned_data["trainee"]
        choice: Any = self.fields["trainee"]
        return {"trainee": chosen, "name": dict(choice.choices)[chosen]}


def trainee_of(parameters: Any) -> UUID:
    return UUID(parameters["trainee"])
