"""Asking for a table: its period and its format."""

from collections.abc import Mapping

from django import forms
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.reports.forms.asking import PeriodForm, first_day

STYLES: list[tuple[str, str | Promise]] = [
    ("csv", gettext_lazy("CSV")),
    ("xlsx", gettext_lazy("Spreadsheet (XLSX)")),
    ("jsonl", gettext_lazy("JSON lines")),
]


class TableForm(PeriodForm):
    style = forms.ChoiceField(label=gettext_lazy("Format"), choices=STYLES)
    with_mark = forms.BooleanField(
        label=gettext_lazy("CSV with a byte order mark"),
        help_text=gettext_lazy("For Excel, which otherwise may take it for another alphabet."),
        required=False,
    )
    parameter_names = (*PeriodForm.parameter_names, "style", "with_mark")


def period_words(parameters: Mapping[str, str]) -> str:
    """August 2026; August to October 2026; December 2025 to January 2026."""
    first, last = parameters["from_month"], parameters["to_month"]
    words = date_format(first_day(first), "F Y")
    if first == last:
        return words
    if first[:4] == last[:4]:
        words = date_format(first_day(first), "F")
    span = {"first": words, "last": date_format(first_day(last), "F Y")}
    return _("%(first)s to %(last)s") % span


def style_words(style: str) -> str:
    return str(dict(STYLES)[style])
