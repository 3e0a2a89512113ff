"""Answering a signal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.logbook.models import Signal
from alliance.web.addresses import own_address
from alliance.web.words_field import WordsField

LONGEST_REMARK = 500


class AnswerForm(forms.Form):
    """One answer of those that the kind of signal has, a remark, and the page to go back to."""

    answer = forms.ChoiceField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Choose one of the answers."),
            "invalid_choice": _("Choose one of the answers."),
        },
    )
    remark = WordsField(
        most=LONGEST_REMARK,
        rows=2,
        label=_("A note to yourself (optional)"),
        help_text=_("Hidden from supervisors and admins."),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, signal: Signal) -> None:
        super().__init__(data)
        choices = [(answer.value, answer.label) for answer in signal.answers_offered]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]

    def clean_next(self) -> str:
        return own_address(self.cleaned_data["next"], otherwise="")
