"""Which part of the trail to look at."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alliance.people.forms.supervisions import day_field
from alliance.people.queries.trail import Asked
from alliance.people.queries.trail_words import acts


class TrailForm(forms.Form):
    person = forms.TypedChoiceField(label=_("Who"), required=False, empty_value=None)
    verb = forms.ChoiceField(label=_("Did"), required=False)
    since = day_field(_("From"), required=False)
    until = day_field(_("Until"), required=False)

    def __init__(self, *args: Any, people: list[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not people:
            self.fields["person"] = forms.CharField(label=_("Who"), required=False, max_length=100)
        for field in self.fields.values():
            is_chosen = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_chosen else "form-control"
        if people:
            choice: Any = self.fields["person"]
            choice.choices = [("", _("Everyone")), *((str(pk), name) for pk, name in people)]
        did: Any = self.fields["verb"]
        did.choices = [("", _("Anything")), *acts()]

    def asked(self) -> Asked:
        """All there is, as long as something on the form can't be read."""
        if not self.is_valid():
            return Asked()
        said = dict(self.cleaned_data)
        if not isinstance(self.fields["person"], forms.ChoiceField):
            said["name"] = said.pop("person")
        return Asked(**said)
