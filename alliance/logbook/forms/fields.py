"""Fields that both the log and the client form need."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models import Client

MOST_CLIENTS_IN_A_LIST = 30


class ClientField(forms.Field):
    """One of one's own clients, by id or by code. More than thirty are searched, not listed."""

    def __init__(self, clients: Sequence[Client], **kwargs: Any) -> None:
        self.by_name = {str(c.pk): c for c in clients} | {c.code: c for c in clients}
        super().__init__(widget=self._widget(clients), **kwargs)

    def _widget(self, clients: Sequence[Client]) -> forms.Widget:
        if len(clients) > MOST_CLIENTS_IN_A_LIST:
            return forms.TextInput(
                attrs={"list": "own-clients", "autocomplete": "off", "class": "form-control"}
            )
        choices = [("", _("Choose a client")), *((str(c.pk), c.code) for c in clients)]
        return forms.Select(attrs={"class": "form-select"}, choices=choices)

    def to_python(self, value: Any) -> Client | None:
        if not value:
            return None
        wanted = str(value).strip()
        found = self.by_name.get(wanted) or self.by_name.get(wanted.upper())
        if found is None:
            raise forms.ValidationError(_("This is not the code of one of your open clients."))
        return found
