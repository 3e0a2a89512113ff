"""Putting something on the agenda, ticking it off, and logging supervision itself."""

from datetime import date
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.web.words_field import WordsField

MOST_TEXT = 1_000
MOST_NOTE = 4_000
DOMAIN = "domain-"


class ItemForm(forms.Form):
    text = WordsField(label=_("What to talk about"), most=MOST_TEXT, rows=2)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = str(_("Write something first."))


class TickForm(forms.Form):
    agreed = WordsField(label=_("What was agreed (optional)"), most=MOST_TEXT)

    def __init__(self, *args: Any, item_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item_id = item_id


class SupervisionLogForm(forms.Form):
    """How a session of supervision was, by the domains of the checklist."""

    held_on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = WordsField(label=_("A note, for you two alone (optional)"), most=MOST_NOTE, rows=3)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        asked = checklist(CURRENT_EDITION)
        self.domains = [domain.id for domain in asked.domains]
        words = [("", _("No answer")), *((str(value), word) for value, word in asked.scale.points)]
        for domain in asked.domains:
            self.fields[DOMAIN + domain.id] = forms.ChoiceField(
                label=domain.label, choices=words, required=False
            )
        self.helper = FormHelper()
        self.helper.form_tag = False
        rated = [DOMAIN + domain_id for domain_id in self.domains]
        self.helper.layout = Layout(
            "held_on",
            "minutes",
            Fieldset(_("How it was between you"), *rated),
            "note",
            "submission",
        )

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > self.today:
            raise forms.ValidationError(_("This day hasn’t come yet."))
        return held_on

    @property
    def ratings(self) -> dict[str, int]:
        said = {domain_id: self.cleaned_data[DOMAIN + domain_id] for domain_id in self.domains}
        return {domain_id: int(value) for domain_id, value in said.items() if value}
