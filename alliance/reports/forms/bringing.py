"""Bringing a file of My data back in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.reports.forms.asking import ReportForm
from alliance.reports.own_file import NotOwnData, read_own_file


class BringingForm(ReportForm):
    file = forms.FileField(
        label=gettext_lazy("A file of My data"),
        help_text=gettext_lazy("The zip as it was downloaded, up to 32 MB."),
        error_messages={"required": gettext_lazy("Choose the zip, up to 32 MB.")},
    )

    def layout(self) -> Sequence[Any]:
        return ("file",)

    def clean_file(self) -> bytes:
        content: bytes = self.cleaned_data["file"].read()
        try:
            self.found = read_own_file(content)
        except NotOwnData:
            raise forms.ValidationError(
                _("This is no whole, unchanged file of My data from Alliance. Nothing was changed.")
            ) from None
        return content

    @property
    def upload(self) -> bytes:
        content: bytes = self.cleaned_data["file"]
        return content
