"""Signing up and one's own settings."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliance.people import services
from alliance.people.models import Membership, User
from alliance.trends.figures import FULL_FORM, SHORT_FORM, Figure
from alliance.trends.sensitivity import Sensitivity
from alliance.trends.signals import Kind
from alliance.web.addresses import own_address


class PracticeForm(forms.Form):
    """What sign-up asks beside email and password. Signing up makes a solo practice."""

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
        return own_address(self.cleaned_data["next"], otherwise="/")


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

    sensitivity = forms.ChoiceField(
        label=_("How readily something is marked"),
        widget=forms.RadioSelect,
        help_text=_(
            "Measured on simulated series with the form that you use now; nothing was tried on"
            " real ratings. It counts for sessions that you log from now on."
        ),
    )

    def __init__(self, *args: object, writes_logs: bool, **kwargs: object) -> None:
        """Who writes no logs is not asked how they open or are marked."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
        if not writes_logs:
            del self.fields["log_form"], self.fields["sensitivity"]
            self.helper.layout = Layout("name", "theme")
            return
        choices = sensitivity_choices(self.initial.get("log_form", Membership.LogForm.CORE))
        self.fields["sensitivity"].choices = choices  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            "name", "theme", "log_form", Field("sensitivity", wrapper_class="pick")
        )


def sensitivity_choices(log_form: str) -> list[tuple[str, SafeString]]:
    """Each sensitivity with what it did on simulated series of that form."""
    figures = SHORT_FORM if log_form == Membership.LogForm.CORE else FULL_FORM
    return [
        (value, _sensitivity_label(str(label), figures[Sensitivity(value)][Kind.DROP]))
        for value, label in Membership.Sensitivity.choices
    ]


def _sensitivity_label(label: str, figure: Figure) -> SafeString:
    said = gettext(
        "Marks about %(false)d in 1,000 uneventful sessions as a drop, and finds %(timely)d in 100"
        " drops in time."
    )
    values = {"false": round(10 * figure.false_alarms), "timely": figure.timely}
    return format_html("{} <small>{}</small>", label, said % values)


class HintForm(forms.Form):
    number = forms.IntegerField(min_value=1, max_value=99)
