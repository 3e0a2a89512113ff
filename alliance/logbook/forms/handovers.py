"""Handing clients over: to whom, and what of the past goes along."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.models import Membership
from alliance.web.words_field import WordsField

MOST_REASON = 1_000


class ReceiverField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A colleague who logs sessions here, by name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Membership.objects.none(), label=_("Who goes on"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


def receivers(giver: Membership) -> Any:
    here = Membership.objects.active().filter(clinic=giver.clinic_id, is_clinician=True)
    return here.exclude(pk=giver.pk).select_related("user", "clinic").order_by("user__name", "pk")


class SharingForm(forms.Form):
    """What its former clinician lets go along, now or later."""

    history = forms.BooleanField(
        label=_("Earlier ratings, and what kind of ruptures there were"), required=False
    )
    words = forms.BooleanField(
        label=_("What I wrote about ruptures"),
        required=False,
        help_text=_("Your reflections and drafts stay yours, whatever you choose."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _plain_helper("history", "words")


class HandOverForm(SharingForm):
    receiver = ReceiverField()

    def __init__(self, *args: Any, giver: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers(giver)  # type: ignore[attr-defined]
        self.helper = _plain_helper("receiver", "history", "words")


class HandOverAllForm(forms.Form):
    """By a lead, for somebody who left or will."""

    receiver = ReceiverField()
    history = forms.BooleanField(
        label=_("Earlier ratings go along"),
        required=False,
        help_text=_(
            "Without their clinician’s consent only with a reason, which both read."
            " What was written about ruptures goes along by their clinician’s choice alone."
        ),
    )
    reason = WordsField(label=_("Reason"), most=MOST_REASON, rows=3)

    def __init__(self, *args: Any, giver: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers(giver)  # type: ignore[attr-defined]
        self.helper = _plain_helper("receiver", "history", "reason")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("history") and not values.get("reason"):
            self.add_error("reason", _("Say why, or let earlier ratings stay where they are."))
        return values


def _plain_helper(*layout: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper
