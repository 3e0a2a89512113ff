"""The client form: a code and what it stands for in time, never who."""

from datetime import date
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from alliance.catalogue.contexts import Context
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.codes import CodeProblem, problem_with, tidy
from alliance.logbook.models import Client
from alliance.logbook.models.clients import CODE_LENGTH

MOST_SESSIONS_BEFORE = 5_000
OLDEST_YEARS = 80
THIN_WORDS = {
    "thin": _("our sources say little on this"),
    "almost_none": _("our sources say next to nothing on this"),
}

# One sentence a problem: what it looks like, and what a code is.
CODE_SENTENCES = {
    CodeProblem.EMPTY: _("Give this client a code, K-14 for instance."),
    CodeProblem.CHARACTERS: _(
        "Use letters from A to Z, digits, and between them . - / _ or a space."
    ),
    CodeProblem.EMAIL: _("This looks like an email address. A code says nothing about a person."),
    CodeProblem.PHONE: _("This looks like a phone number. A code says nothing about a person."),
    CodeProblem.BIRTH_DATE: _(
        "This looks like a date of birth. A code says nothing about a person."
    ),
    CodeProblem.NAME: _("This reads like a name or a word. A code says nothing about a person."),
    CodeProblem.INITIALS: _("Letters alone may be somebody's initials. Add a number, as in K-14."),
}
CODE_TOO_LONG = _("A code has at most %d characters.")
CODE_TAKEN = _("You have a client with this code already, perhaps closed or in the trash.")
NOT_A_DAY = _("This is not a day in the calendar.")
NOT_A_NUMBER = _("Write this as a number, 12 for instance.")


def context_choices() -> list[tuple[str, SafeString]]:
    """The contexts that a person sets; the others follow from facts of each log."""
    tags = checklist(CURRENT_EDITION).contexts.values()
    return [(tag.id, _context_label(tag)) for tag in tags if not tag.is_derived]


def _context_label(tag: Context) -> SafeString:
    """Its name, and where the documents behind the guidance hold little on it, that."""
    if tag.coverage in THIN_WORDS:
        return format_html("{} <small>{}</small>", tag.label, THIN_WORDS[tag.coverage])
    return format_html("{}", tag.label)


class ClientForm(forms.Form):
    """A new client, or changes to one. Only the code is required."""

    code = forms.CharField(
        label=_("Code"),
        required=False,
        help_text=_("Use a code, never a name. Keep the list of who is who somewhere else."),
        widget=forms.TextInput(
            attrs={"class": "code", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    started_on = forms.DateField(
        label=_("First seen on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NOT_A_DAY},
    )
    sessions_before = forms.IntegerField(
        label=_("Sessions before Alliance"),
        required=False,
        min_value=0,
        max_value=MOST_SESSIONS_BEFORE,
        help_text=_("How many you had already. The first one you log continues the count."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": NOT_A_NUMBER,
            "min_value": _("This can’t be less than none."),
            "max_value": _("This is more than %(limit_value)d. Check the number."),
        },
    )
    contexts = forms.MultipleChoiceField(
        label=_("What applies to this client (optional)"),
        required=False,
        choices=context_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It changes the wording of some statements and which guidance is offered."),
        error_messages={"invalid_choice": _("Choose from those shown.")},
    )

    def __init__(self, data: Any = None, *, today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.use_required_attribute = False
        # The sentences of `clean_code` cover length and characters, one at a time.
        self.fields["code"].validators = []
        self.fields["code"].widget.attrs["maxlength"] = CODE_LENGTH

    @property
    def layout(self) -> Layout:
        """What stands below the code, which the page draws with its offer of another."""
        return Layout(
            Div("started_on", "sessions_before", css_class="client-numbers"),
            Field("contexts", wrapper_class="pick client-contexts"),
        )

    def clean_code(self) -> str:
        code = tidy(self.cleaned_data["code"])
        # First, since the other checks are made for short texts.
        if len(code) > CODE_LENGTH:
            raise forms.ValidationError(CODE_TOO_LONG % CODE_LENGTH)
        if problem := problem_with(code):
            raise forms.ValidationError(CODE_SENTENCES[problem])
        return code

    def clean_started_on(self) -> date:
        started_on: date = self.cleaned_data["started_on"] or self.today
        if started_on > self.today:
            raise forms.ValidationError(
                _("This day hasn’t come yet. Take today, or the day itself.")
            )
        if started_on.year < self.today.year - OLDEST_YEARS:
            raise forms.ValidationError(_("This is very long ago. Check the year."))
        return started_on

    def clean_sessions_before(self) -> int:
        return self.cleaned_data["sessions_before"] or 0

    def say_taken(self) -> None:
        self.add_error("code", CODE_TAKEN)


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[
            choice
            for choice in Client.ClosingReason.choices
            if choice[0] != Client.ClosingReason.HANDED_OVER
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how it ended."),
            "invalid_choice": _("Choose one of the three."),
        },
    )

    @property
    def layout(self) -> Layout:
        return Layout(Field("reason", wrapper_class="pick"))


def client_values(client: Client) -> dict[str, Any]:
    """A stored client as the form shows it."""
    return {
        "code": client.code,
        "started_on": client.started_on,
        "sessions_before": client.sessions_before,
        "contexts": client.contexts,
    }
