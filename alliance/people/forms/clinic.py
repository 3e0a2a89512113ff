"""What a clinic decides for everyone in it, and its teams."""

from typing import Any
from zoneinfo import available_timezones

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.forms.people import plain_helper
from alliance.people.models import Clinic, LogForm, Membership
from alliance.people.services.clinic_settings import ClinicSettings


def time_zones() -> list[tuple[str, str]]:
    """By continent, as people know them; not the short names of files."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name]


class ClinicForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zones,
        help_text=_("Supervisions begin and end at midnight here."),
    )
    default_log_form = forms.ChoiceField(
        label=_("A new member’s first log opens with"), choices=LogForm
    )
    holding_back_days = forms.IntegerField(
        label=_("Trainees may hold a log back for"),
        min_value=0,
        max_value=60,
        help_text=_("Days. Then its ratings are visible to the supervisor; never the reflection."),
    )
    session_rows_allowed = forms.BooleanField(
        label=_("Allow exports with a row for each session"),
        required=False,
        help_text=_("Coded columns only: no free text, no dates, no client codes."),
    )
    export_approval = forms.BooleanField(
        label=_("A second person approves such an export"), required=False
    )
    export_life_hours = forms.IntegerField(
        label=_("Exports can be downloaded for"), min_value=1, max_value=24, help_text=_("Hours.")
    )
    idle_minutes = forms.IntegerField(
        label=_("Cover the screen after"),
        min_value=5,
        max_value=60,
        help_text=_("Minutes without a touch."),
    )
    second_factor_required = forms.BooleanField(
        label=_("Clinicians sign in with a second factor"),
        required=False,
        help_text=_("Supervisors and admins always do."),
    )
    record_years = forms.IntegerField(
        label=_("Keep session logs for"),
        min_value=1,
        max_value=50,
        help_text=_("Years after the last session."),
    )
    reflection_months = forms.IntegerField(
        label=_("Delete reflections after (optional)"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Months after a client is closed. Empty: never by age."),
    )
    draft_days = forms.IntegerField(
        label=_("Keep drafts for"), min_value=7, max_value=365, help_text=_("Days.")
    )
    legal_texts = forms.ChoiceField(label=_("Legal texts"), choices=Clinic.LegalTexts)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper(
            Fieldset(_("The clinic"), "name", "time_zone", "default_log_form"),
            Fieldset(_("Supervision"), "holding_back_days"),
            Fieldset(_("Exports"), "session_rows_allowed", "export_approval", "export_life_hours"),
            Fieldset(_("Signing in"), "idle_minutes", "second_factor_required"),
            Fieldset(
                _("How long things are kept"),
                "record_years",
                "reflection_months",
                "draft_days",
                "legal_texts",
            ),
        )

    @property
    def wanted(self) -> ClinicSettings:
        return ClinicSettings(**self.cleaned_data)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("name")


class TeamMembersForm(TeamForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Who is in it"),
        queryset=Membership.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, admin: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.visible_to(admin).active().select_related("user")
        choice: Any = self.fields["members"]
        choice.queryset = here.order_by("user__name", "pk")
        choice.label_from_instance = lambda member: member.user.name
        self.helper = plain_helper("name", "members")
