"""Inviting people, their roles, and who supervises whom."""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from alliance.people.models import Membership, Team, User
from alliance.people.services.members import Roles

ROLES_MISSING = _("Choose at least one role.")
ROLE_LEGEND = _("Roles")


def plain_helper(*layout: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*layout)
    return helper


class RolesForm(forms.Form):
    is_clinician = forms.BooleanField(
        label=_("Clinician"), required=False, help_text=_("Logs sessions with own clients.")
    )
    is_supervisor = forms.BooleanField(
        label=_("Supervisor"),
        required=False,
        help_text=_("Reads what trainees share, while a supervision lasts."),
    )
    is_admin = forms.BooleanField(
        label=_("Admin"),
        required=False,
        help_text=_("Looks after people, settings and reports. Never sees a session."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Fieldset(ROLE_LEGEND, "is_clinician", "is_supervisor", "is_admin")
        )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(role) for role in Roles.__dataclass_fields__):
            self.add_error("is_clinician", ROLES_MISSING)
        return self.cleaned_data

    @property
    def roles(self) -> Roles:
        return Roles(**{role: self.cleaned_data[role] for role in Roles.__dataclass_fields__})


class InviteForm(RolesForm):
    email = forms.EmailField(label=_("Email"), max_length=254)
    name = forms.CharField(label=_("Name (optional)"), max_length=80, required=False)
    team = forms.ModelChoiceField(
        label=_("Team (optional)"), queryset=Team.objects.none(), required=False
    )

    def __init__(self, *args: Any, admin: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = (  # type: ignore[attr-defined]
            Team.objects.visible_to(admin).open().order_by("name")
        )
        roles = Fieldset(ROLE_LEGEND, "is_clinician", "is_supervisor", "is_admin")
        self.helper = plain_helper("email", "name", roles, "team")


class NewcomerForm(forms.Form):
    """What somebody who was invited adds: how colleagues see them, and a password."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, help_text=_("As colleagues will see it.")
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 15 characters. Four words that don’t belong together do well."),
    )

    def __init__(self, *args: Any, email: str, clinic: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email, self.clinic = email, clinic
        self.helper = plain_helper("name", "password")

    def clean(self) -> dict[str, Any]:
        password = self.cleaned_data.get("password")
        if password:
            user: Any = User(email=self.email, name=self.cleaned_data.get("name", ""))
            user.context_words = [self.clinic]
            try:
                validate_password(password, user)
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return self.cleaned_data


class SupervisionForm(forms.Form):
    """Who supervises whom, from when."""

    trainees = forms.ModelMultipleChoiceField(
        label=_("Trainee, or several who meet as a group"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who is supervised.")},
    )
    supervisor = forms.ModelChoiceField(label=_("Supervisor"), queryset=Membership.objects.none())
    starts_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("Until (optional)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day on which it no longer holds."),
    )
    group = forms.CharField(
        label=_("Group (optional)"),
        max_length=60,
        required=False,
        help_text=_("The same name for everyone who meets together."),
    )

    def __init__(self, *args: Any, admin: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.visible_to(admin).active().select_related("user")
        by_name = here.order_by("user__name", "pk")
        for field, role in (("trainees", "is_clinician"), ("supervisor", "is_supervisor")):
            choice: Any = self.fields[field]
            choice.queryset = by_name.filter(**{role: True})
            choice.label_from_instance = lambda member: member.user.name
        self.helper = plain_helper("trainees", "supervisor", "starts_on", "ends_on", "group")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
        if values.get("supervisor") in values.get("trainees", ()):
            self.add_error("supervisor", _("Nobody supervises themselves."))
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", _("This is not after the day it begins."))
        return values


class EndForm(forms.Form):
    """From which day on a supervision no longer holds."""

    ends_on = forms.DateField(
        label=_("It no longer holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.earliest = max(today, starts_on)
        self.helper = plain_helper("ends_on")

    def clean_ends_on(self) -> date:
        wanted: date = self.cleaned_data["ends_on"]
        if wanted < self.earliest:
            raise forms.ValidationError(_("It can end today at the earliest."))
        return wanted
