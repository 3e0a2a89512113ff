"""What a trainee says to their supervisor with a log: a question, and when it may be read."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alliance.web.words_field import WordsField

MOST_QUESTION = 1_000


def supervision_fields(*, days: int) -> dict[str, forms.Field]:
    """`days` is how long the clinic lets a log be held back; with none it isn't offered."""
    fields: dict[str, forms.Field] = {
        "for_supervision": forms.BooleanField(
            label=_("There is a moment I want to talk about"), required=False
        ),
        "supervision_question": WordsField(
            label=_("Question for supervision"), most=MOST_QUESTION, rows=2
        ),
    }
    if days:
        label = ngettext("Hold this log back for %d day", "Hold this log back for %d days", days)
        fields["hold_back"] = forms.BooleanField(label=label % days, required=False)
    return fields
