"""An autosaved form: whose it is and about whom. What was typed is kept as it is, unjudged."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_date

from alliance.logbook.forms.fields import ClientField
from alliance.logbook.forms.log import RATING
from alliance.logbook.models import Client, SessionLog

# What a browser sends along with what was typed: a draft that differs in it says nothing else.
NEVER_KEPT = {"csrfmiddlewaretoken", "show", "stands_at", "then"}


class DraftForm(forms.Form):
    submission = forms.UUIDField()

    def __init__(self, data: Any, *, clients: QuerySet[Client], logs: QuerySet[SessionLog]) -> None:
        super().__init__(data)
        self.fields["client"] = ClientField(tuple(clients))
        self.fields["log"] = forms.ModelChoiceField(logs, required=False)

    def kept(self) -> dict[str, Any]:
        """What the draft service takes beside the submission and the author."""
        return {
            "client": self.cleaned_data["client"],
            "log": self.cleaned_data["log"],
            "fields": {
                name: self.data.getlist(name)  # type: ignore[attr-defined]
                for name in self.data
                if name not in NEVER_KEPT
            },
            "answered": sum(
                bool(value) for name, value in self.data.items() if name.startswith(RATING)
            ),
            "held_on": self._held_on(),
        }

    def _held_on(self) -> date | None:
        try:
            return parse_date(self.data.get("held_on", ""))
        except ValueError:
            return None
