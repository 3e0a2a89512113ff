"""What a log says about a rupture: the fields of the catalogue's rupture entry."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from alliance.catalogue.ruptures import RuptureEntry, RuptureField, RuptureOption
from alliance.logbook.entries import StrainEntry
from alliance.web.words_field import WordsField

ROWS_FROM_CHARACTERS = 200


def strain_fields(entry: RuptureEntry, *, prefix: str) -> dict[str, forms.Field]:
    """A form field for each field of the entry. None is required until a rupture is marked."""
    return {f"{prefix}{asked.name}": _field(asked) for asked in entry.fields}


def strain_entry(values: Mapping[str, Any], *, prefix: str) -> StrainEntry:
    def said(name: str) -> Any:
        return values.get(f"{prefix}{name}") or ""

    return StrainEntry(
        status=said("status"),
        kind=said("kind"),
        what_happened=said("what_happened"),
        may_have_felt=tuple(said("may_have_felt")),
        strand=said("strand"),
        noticed_by=said("noticed_by"),
        repair_steps=tuple(said("repair_steps")),
        client_response=said("client_response"),
        next_step=said("next_step"),
        take_to_supervision=bool(said("take_to_supervision")),
    )


def _field(asked: RuptureField) -> forms.Field:
    if asked.type == "text":
        most = asked.max_chars or 600
        rows = 3 if most >= ROWS_FROM_CHARACTERS else 1
        return WordsField(label=asked.label, most=most, rows=rows)
    if asked.type == "bool":
        return forms.BooleanField(label=asked.label, required=False)
    if asked.type == "multi":
        return forms.MultipleChoiceField(
            label=asked.label,
            choices=asked.choices,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Choose from the list.")},
        )
    return forms.ChoiceField(
        label=asked.label,
        choices=[(option.value, _label(option)) for option in asked.options],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )


def _label(option: RuptureOption) -> str:
    """What is chosen, and below it in plain words what is meant."""
    if not option.help:
        return option.label
    return format_html("{} <small>{}</small>", option.label, option.help)
