"""Forms about one client: find them by code, a hold, erasure."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.logbook.codes import tidy
from alliance.logbook.models.clients import CODE_LENGTH
from alliance.privacy.models import Erasure
from alliance.web.words_field import WordsField

LONGEST_BASIS = 500


def plain_helper(*names: str) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*names)
    return helper


class FindForm(forms.Form):
    """Posted, so that no address and no log of addresses ever holds a code."""

    code = forms.CharField(
        label=_("The client’s code"),
        max_length=CODE_LENGTH,
        help_text=_("Exactly as their clinician gave it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("code")

    def clean_code(self) -> str:
        return tidy(self.cleaned_data["code"])


class HoldForm(forms.Form):
    basis = WordsField(
        label=_("By what right"),
        most=LONGEST_BASIS,
        rows=3,
        help_text=_("A court’s order, a letter, a claim: who, and of which day. No client’s name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["basis"].required = True
        self.helper = plain_helper("basis")


class EraseForm(forms.Form):
    ground = forms.ChoiceField(label=_("Why"), choices=Erasure.Ground, widget=forms.RadioSelect)
    duty_is_over = forms.BooleanField(
        label=_("No duty to keep this record stands against it"),
        required=False,
        help_text=_(
            "Professional bodies and laws ask for records to be kept for years. Tick this only if"
            " somebody who knows yours says so; without it, a younger record is refused."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("ground", "duty_is_over")


class OwnForm(forms.Form):
    months = forms.IntegerField(
        label=_("Delete my reflections after (optional)"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_(
            "Months after a client is closed. Empty: as your clinic has it. The shorter counts."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("months")
