"""The PIN that uncovers the screen on one device."""

from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.forms.people import plain_helper

PIN_DIGITS = 6


def pin_field(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        min_length=PIN_DIGITS,
        max_length=12,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class UncoverForm(forms.Form):
    pin = pin_field(_("PIN of this device"))


class SetPinForm(forms.Form):
    pin = pin_field(_("New PIN"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pin"].help_text = _("Six digits or more, for this device only.")
        self.helper = plain_helper("pin")

    def clean_pin(self) -> str:
        pin: str = self.cleaned_data["pin"]
        if not (pin.isascii() and pin.isdecimal()):
            raise forms.ValidationError(_("Digits only."))
        steps = {int(later) - int(earlier) for earlier, later in pairwise(pin)}
        if steps <= {0} or steps <= {1} or steps <= {-1}:
            raise forms.ValidationError(_("That is one of the first that anybody would try."))
        return pin
