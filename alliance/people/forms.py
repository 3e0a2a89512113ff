"""Signing up and one's own settings."""

from crispy_forms.helper import FormHelper
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from alliance.people import services
from alliance.people.models import Membership, User


class PracticeForm(forms.Form):
    """What sign-up asks beside e-mail and password. Signing up makes a solo practice."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, help_text=_("As colleagues will see it.")
    )
    practice = forms.CharField(label=_("Name of your practice"), max_length=80)
    field_order = ["name", "practice", "email", "password1"]

    @transaction.atomic
    def signup(self, request: HttpRequest, user: User) -> None:
        services.open_practice(user, name=self.cleaned_data["practice"])


class ThemeForm(forms.Form):
    """The choice in the menu of every page, and the page it was made on."""

    theme = forms.ChoiceField(choices=User.Theme)
    next = forms.CharField(required=False)

    def clean_next(self) -> str:
        wanted: str = self.cleaned_data["next"]
        return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


class SettingsForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=80)
    theme = forms.ChoiceField(
        label=_("Light or dark"), choices=User.Theme, widget=forms.RadioSelect
    )
    log_form = forms.ChoiceField(
        label=_("A new log opens with"),
        choices=Membership.LogForm,
        widget=forms.RadioSelect,
        help_text=_("You can switch while you write; your last choice is kept."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
