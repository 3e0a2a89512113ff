"""Saying something below a log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.web.words_field import WordsField

MOST_LETTERS = 4_000


class CommentForm(forms.Form):
    text = WordsField(label=_("Comment"), most=MOST_LETTERS, rows=3)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = str(_("Write something first."))


class VersionForm(forms.Form):
    """Which version of the log was read."""

    version = forms.IntegerField(min_value=1)


class CardForm(forms.Form):
    card = forms.SlugField(max_length=60)
