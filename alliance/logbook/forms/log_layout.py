"""In what order and grouping the log form is drawn."""

from dataclasses import dataclass

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Div, Field, Layout

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


class Scale(InlineRadios):
    """A rating. The pack's template takes a dozen renderings a statement; ours takes one."""

    template = "logbook/_scale.html"


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
                    Scale(RATING + item.id, wrapper_class=_scale_class(form, item))
                    for item in section.items
                ),
                section=section,
            )
            for section in drawn
        )
    )


def strain_layout(form: LogForm) -> Layout:
    """The rupture entry, in the order of the content."""
    styles = {"choice": "pick", "multi": "chip-set", "text": "", "bool": ""}
    return Layout(
        *(
            Field(RUPTURE + asked.name, wrapper_class=styles[asked.type])
            for asked in form.frame.checklist.rupture_entry.fields
        )
    )


def thread_layouts(form: LogForm) -> list[tuple[Layout, Layout]]:
    """For each rupture that was open before: where it stands, in one tap, and what was tried."""
    names = [f"{THREAD}{thread.rupture_id}" for thread in form.frame.threads]
    return [
        (
            Layout(Field(name, wrapper_class="chip-set")),
            Layout(Field(f"{name}{TRIED}", wrapper_class="chip-set")),
        )
        for name in names
    ]


def review_layout(form: LogForm) -> Layout:
    """How last time's intention and the card behind it turned out."""
    cards = [
        Field(f"{CARD}{card.suggestion_id}", wrapper_class="chip-set") for card in form.frame.taken
    ]
    return Layout(Field("last_intention", wrapper_class="chip-set"), *cards)


def _scale_class(form: LogForm, item: Item) -> str:
    last = form.frame.last_ratings.get(item.id)
    return f"scale last-{last}" if isinstance(last, int) else "scale"
