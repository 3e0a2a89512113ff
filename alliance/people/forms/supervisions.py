"""Asking for supervision, and naming a deputy."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.forms.people import plain_helper
from alliance.people.models import Membership


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class MemberField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of the clinic, by name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(Membership.objects.none(), *args, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.user.name)


def others_here(member: Membership, **role: bool) -> Any:
    here = Membership.objects.active().filter(clinic=member.clinic_id, **role)
    return here.exclude(pk=member.pk).select_related("user").order_by("user__name", "pk")


class ProposeForm(forms.Form):
    """`side`: what the one who asks would be."""

    side = forms.ChoiceField(
        label=_("I ask as"),
        choices=[("trainee", _("Trainee")), ("supervisor", _("Supervisor"))],
        widget=forms.RadioSelect,
    )
    other = MemberField(label=_("With"))
    starts_on = day_field(_("From"))
    group = forms.CharField(label=_("Group (optional)"), max_length=60, required=False)

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.today = member, today
        self.fields["other"].queryset = others_here(member)  # type: ignore[attr-defined]
        sides = {"trainee": member.is_clinician, "supervisor": member.is_supervisor}
        offered = [side for side, may in sides.items() if may]
        side: Any = self.fields["side"]
        side.choices = [choice for choice in side.choices if choice[0] in offered]
        if len(offered) == 1:
            side.initial = offered[0]
        self.helper = plain_helper("side", "other", "starts_on", "group")

    def clean_starts_on(self) -> date:
        wanted: date = self.cleaned_data["starts_on"]
        if wanted < self.today:
            raise forms.ValidationError(
                _("It can begin today at the earliest. Earlier sessions are shown one by one.")
            )
        return wanted

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        other = values.get("other")
        if other and values.get("side") == "trainee" and not other.is_supervisor:
            self.add_error("other", _("They don’t have the role of supervisor here."))
        if other and values.get("side") == "supervisor" and not other.is_clinician:
            self.add_error("other", _("They don’t log sessions here."))
        return values

    @property
    def pair(self) -> tuple[Membership, Membership]:
        """Trainee, supervisor."""
        other = self.cleaned_data["other"]
        is_trainee = self.cleaned_data["side"] == "trainee"
        return (self.member, other) if is_trainee else (other, self.member)


class DeputyForm(forms.Form):
    deputy = MemberField(label=_("Who stands in"))
    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"), help_text=_("The first day on which you are back."))

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choice: Any = self.fields["deputy"]
        choice.queryset = others_here(member, is_supervisor=True)
        self.helper = plain_helper("deputy", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if starts_on and starts_on < self.today:
            self.add_error("starts_on", _("It can begin today at the earliest."))
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("This is not after the day it begins."))
        return values
