"""The form field for free text."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _


class WordsField(forms.CharField):
    """Free text of up to `most` characters, told in plain words when it is too long."""

    def __init__(self, *, most: int, rows: int = 1, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows > 1 else forms.TextInput()
        super().__init__(required=False, widget=widget, **kwargs)
        self.widget.attrs |= {"autocomplete": "off", "class": "form-control"}
        self.validators = [
            MaxLengthValidator(
                most, _("This is longer than %(limit_value)d characters. Shorten it a little.")
            ),
            ProhibitNullCharactersValidator(
                _("This holds a character that can’t be kept. Type it again.")
            ),
        ]
