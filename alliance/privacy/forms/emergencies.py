"""Forms about reading in somebody's absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.models import Membership
from alliance.privacy.forms.requests import plain_helper
from alliance.privacy.services.glass import SHORTEST_REASON
from alliance.web.words_field import WordsField


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody else of the clinic, by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(Membership.objects.none(), *args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


def colleagues_of(member: Membership) -> Any:
    here = Membership.objects.active().filter(clinic=member.clinic_id)
    return here.exclude(user=member.user_id).select_related("user").order_by("user__name", "pk")


class WillForm(forms.Form):
    executor = ColleagueField(label=_("Executor"))
    wait_days = forms.IntegerField(
        label=_("Days to wait"),
        min_value=1,
        max_value=30,
        help_text=_("After they ask. You are told at once and can refuse at any time."),
    )
    with_reflections = forms.BooleanField(
        label=_("They may read my reflections too"),
        required=False,
        help_text=_("Otherwise nobody ever does, whatever happens."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["executor"].queryset = colleagues_of(member)  # type: ignore[attr-defined]
        self.helper = plain_helper("executor", "wait_days", "with_reflections")


class LeadForm(forms.Form):
    member = ColleagueField(label=_("Name a clinical lead"))

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = colleagues_of(member)  # type: ignore[attr-defined]
        self.helper = plain_helper("member")


class GlassForm(forms.Form):
    author = ColleagueField(label=_("Whose logs"))
    reason = WordsField(
        label=_("Why, in a sentence"),
        most=500,
        rows=3,
        help_text=_("They, and every admin, are told at once. No client’s name."),
    )

    def __init__(self, *args: Any, member: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].queryset = colleagues_of(member)  # type: ignore[attr-defined]
        self.helper = plain_helper("author", "reason")

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if len(reason.strip()) < SHORTEST_REASON:
            raise forms.ValidationError(_("At least twenty characters: what makes it necessary?"))
        return reason


class ReviewForm(forms.Form):
    text = WordsField(label=_("What you found"), most=1000, rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.helper = plain_helper("text")
