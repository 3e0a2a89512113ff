"""What two states of one unsaved form say differently, in the words of the form."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField

from alliance.logbook.forms.log import LogForm
from alliance.logbook.queries.differences import Difference

NOT_SAID = {"submission", "version", "form", "intention_card"}


def field_differences(form: LogForm, *, stored: Mapping[str, Any]) -> list[Difference]:
    """`form` is what was typed here; `stored` the values of the draft that was kept elsewhere."""
    rows = (
        Difference(
            label=str(field.label),
            stored=_in_words(field, stored.get(field.name)),
            typed=_in_words(field, field.value()),
        )
        for field in form
        if field.name not in NOT_SAID
    )
    return [row for row in rows if row.stored != row.typed]


def _in_words(field: BoundField, value: Any) -> str:
    said = value if isinstance(value, list | tuple) else [value]
    choices = list(getattr(field.field, "choices", ()))
    words = {str(code): str(label) for code, label in choices}
    return ", ".join(words.get(str(each), str(each)) for each in said if each)
