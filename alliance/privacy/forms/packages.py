"""Forms about packages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.privacy.forms.requests import plain_helper
from alliance.privacy.models import Disclosure, Purpose, SubjectPackage
from alliance.web.words_field import WordsField


class PackageForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Why"), choices=Purpose, widget=forms.RadioSelect)
    recipient = WordsField(
        label=_("Who gets it"), most=200, help_text=_("“The client, by hand” says enough.")
    )
    basis = WordsField(
        label=_("For an order: by what right"),
        most=500,
        rows=3,
        help_text=_(
            "The court or authority, the law, the day. A subpoena alone may not be enough."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].required = True
        self.helper = plain_helper("purpose", "recipient", "basis")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("purpose") == Purpose.ORDER and not values.get("basis"):
            self.add_error("basis", _("Say by what right; the register keeps it."))
        return values


class ReflectionsForm(forms.Form):
    reflections = forms.ChoiceField(
        label=_("My reflections and drafts about this client"),
        choices=[
            (SubjectPackage.Reflections.INCLUDE, _("Put them in")),
            (SubjectPackage.Reflections.WITHHOLD, _("Leave them out")),
        ],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label=_("If left out: the ground"),
        choices=[("", _("Choose …")), *SubjectPackage.Ground.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = plain_helper("reflections", "ground")

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        is_out = values.get("reflections") == SubjectPackage.Reflections.WITHHOLD
        if is_out and not values.get("ground"):
            self.add_error("ground", _("Choose the ground; it is kept with the decision."))
        return values


class ShapeForm(forms.Form):
    shape = forms.ChoiceField(choices=Disclosure.Shape)
