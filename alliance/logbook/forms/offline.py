"""A form that was sealed in a browser, as it arrives: which form, and the box."""

import binascii
from base64 import b64decode

from django import forms

MOST_CHARACTERS = 1_000_000


class KeptForm(forms.Form):
    submission = forms.UUIDField()
    sealed = forms.CharField(max_length=MOST_CHARACTERS)
    # Whether it was to be saved; else it is only what stood there when the network went.
    is_finished = forms.BooleanField(required=False)

    def clean_sealed(self) -> bytes:
        try:
            return b64decode(self.cleaned_data["sealed"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("No box.") from None
