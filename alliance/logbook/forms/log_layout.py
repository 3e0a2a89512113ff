"""In what order and grouping the log form is drawn."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Div, Field, Layout
from django.forms import BoundField
from django.utils.safestring import SafeString

from alliance.catalogue.items import Item
from alliance.logbook.forms.log import CARD, RATING, RUPTURE, THREAD, TRIED, LogForm

EXTRAS = "extras"


@dataclass(frozen=True)
class Section:
    """A domain on the form: its statements, and which of them have an answer."""

    id: str
    label: str
    items: tuple[Item, ...]
    answered: tuple[bool, ...]


class Domain(Div):
    """A section with its heading, drawn by a template of ours."""

    template = "logbook/_domain.html"

    def __init__(self, *fields: object, section: Section) -> None:
        super().__init__(*fields, css_id=f"domain-{section.id}", css_class="domain")
        self.section = section


class Choices(Field):
    """Radios or ticks. The pack's templates take a dozen renderings a question; ours takes one."""

    template = "logbook/_choices.html"

    def render(
        self, form: Any, context: Any, template_pack: str = "bootstrap5", **kwargs: Any
    ) -> SafeString:
        field = form[self.fields[0]]
        more = {"answers": _answers(field), "input_type": field.field.widget.input_type}
        drawn: SafeString = super().render(form, context, template_pack, more, **kwargs)
        return drawn


def _answers(field: BoundField) -> list[tuple[str, str, Any, bool]]:
    """The id, value and words of each answer, and whether it is chosen."""
    said = field.value()
    chosen = set(said) if isinstance(said, list | tuple) else {str(said)}
    return [
        (f"{field.auto_id}_{place}", value, words, value in chosen)
        for place, (value, words) in enumerate(field.field.choices)  # type: ignore[attr-defined]
    ]


def sections(form: LogForm, *, extras_label: str) -> list[Section]:
    """The statements shown, by domain, extras of the contexts last."""
    labels = {domain.id: domain.label for domain in form.frame.checklist.domains}
    grouped: dict[str, list[Item]] = {}
    for item in form.items:
        grouped.setdefault(item.domain or EXTRAS, []).append(item)
    return [
        Section(
            id=domain,
            label=labels.get(domain, extras_label),
            items=tuple(items),
            answered=tuple(bool(form[RATING + item.id].value()) for item in items),
        )
        for domain, items in grouped.items()
    ]


def checklist_layout(form: LogForm, *, drawn: list[Section]) -> Layout:
    return Layout(
        *(
            Domain(
                *(
                    Choices(RATING + item.id, wrapper_class=_scale_class(form, item))
                    for item in section.items
                ),
                section=section,
            )
            for section in drawn
        )
    )


def strain_layout(form: LogForm) -> Layout:
    """The rupture entry, in the order of the content."""
    styles = {"choice": "pick", "multi": "chip-set"}
    return Layout(
        *(
            Choices(RUPTURE + asked.name, wrapper_class=styles[asked.type])
            if asked.type in styles
            else RUPTURE + asked.name
            for asked in form.frame.checklist.rupture_entry.fields
        )
    )


def thread_layouts(form: LogForm) -> list[tuple[Layout, Layout]]:
    """For each rupture that was open before: where it stands, in one tap, and what was tried."""
    names = [f"{THREAD}{thread.rupture_id}" for thread in form.frame.threads]
    return [
        (
            Layout(Choices(name, wrapper_class="chip-set")),
            Layout(Choices(f"{name}{TRIED}", wrapper_class="chip-set")),
        )
        for name in names
    ]


def review_layout(form: LogForm) -> Layout:
    """How last time's intention and the card behind it turned out."""
    cards = [
        Choices(f"{CARD}{card.suggestion_id}", wrapper_class="chip-set")
        for card in form.frame.taken
    ]
    return Layout(Choices("last_intention", wrapper_class="chip-set"), *cards)


def _scale_class(form: LogForm, item: Item) -> str:
    last = form.frame.last_ratings.get(item.id)
    return f"scale last-{last}" if isinstance(last, int) else "scale"
