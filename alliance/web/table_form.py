"""The forms of an import: a file to look at first, and the same text sent back to be kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.web.table_file import NotATable, Table, read_table, read_text

CHOOSE = _("Choose a CSV file of at most 2 MB.")


class TableFileForm(forms.Form):
    """`needed`: the columns without which there is nothing to import; others as in `read_table`."""

    file = forms.FileField(
        label=_("CSV file"),
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "empty": CHOOSE},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def __init__(
        self,
        *args: Any,
        needed: tuple[str, ...],
        also_called: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.also_called = also_called
        self.needed = needed
        self.text, self.table = "", Table((), ())

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(".csv"):
            raise forms.ValidationError(CHOOSE)
        try:
            self.text = read_text(file.read())
            self.table = read_table(self.text, needed=self.needed, also_called=self.also_called)
        except NotATable as problem:
            raise forms.ValidationError(str(problem.sentence)) from None
        return file


class TableTextForm(forms.Form):
    """What was looked at, sent back."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)

    def __init__(
        self,
        *args: Any,
        needed: tuple[str, ...],
        also_called: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.also_called = also_called
        self.needed, self.table = needed, Table((), ())

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        try:
            read_text(text.encode())
            self.table = read_table(text, needed=self.needed, also_called=self.also_called)
        except NotATable as problem:
            raise forms.ValidationError(str(problem.sentence)) from None
        return text
