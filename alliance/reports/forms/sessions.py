"""Asking for sessions, one's own or a clinic's."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.reports.forms.tables import STYLES, TableForm, period_words

FEWEST_LETTERS = 12
MOST_LETTERS = 400
SESSION_STYLES = [*STYLES, ("fhir", gettext_lazy("FHIR R4 bundle"))]


class OwnSessionsForm(TableForm):
    style = forms.ChoiceField(label=gettext_lazy("Format"), choices=SESSION_STYLES)


class SessionRowsForm(OwnSessionsForm):
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Kept with the export, and shown to whoever approves it."),
        max_length=MOST_LETTERS,
        validators=[
            MinLengthValidator(
                FEWEST_LETTERS, gettext_lazy("Say in a sentence what the rows are for.")
            )
        ],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def layout(self) -> Sequence[Any]:
        return (*super().layout(), "purpose")


def sessions_words(parameters: Any) -> str:
    """August to October 2026, CSV."""
    style = dict(SESSION_STYLES)[parameters["style"]]
    return f"{period_words(parameters)}, {style}"


def period_line(parameters: Any, *, rows: int) -> str:
    """The period, for the readme; and that there was nothing in it."""
    line = _("Sessions of %(period)s.") % {"period": period_words(parameters)}
    return line if rows else f"{line} {_('There were no sessions in this period.')}"
