"""Saying which client a log, or a whole record, is really about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.logbook.forms.fields import ClientField
from alliance.logbook.models import Client


class MoveForm(forms.Form):
    def __init__(self, data: Any = None, *, clients: list[Client]) -> None:
        super().__init__(data)
        self.fields["client"] = ClientField(
            clients,
            label=_("The session was with"),
            error_messages={"required": _("Choose whom this session was with.")},
        )


class MergeForm(forms.Form):
    """Which other code stands for the same client."""

    def __init__(self, data: Any = None, *, clients: list[Client]) -> None:
        super().__init__(data)
        self.fields["client"] = ClientField(
            clients,
            label=_("The code that stays"),
            error_messages={"required": _("Choose the code that stays.")},
        )
