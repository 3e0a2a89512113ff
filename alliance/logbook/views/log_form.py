"""The log form on screen: what both a new log and a change to one need."""

from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any, Self

from crispy_forms.layout import Layout
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from alliance.catalogue.contexts import TRAINEE
from alliance.catalogue.load import guidance
from alliance.logbook.forms.fields import MOST_CLIENTS_IN_A_LIST
from alliance.logbook.forms.log import LEFT_OUT, LogForm
from alliance.logbook.forms.log_layout import (
    Section,
    checklist_layout,
    review_layout,
    sections,
    strain_layout,
    thread_layouts,
)
from alliance.logbook.forms.values import posted_values
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.form_frame import FormFrame
from alliance.people.access import MemberRequest

FORMS = ("core", "full")
META = ("client", "held_on", "minutes", "setting", "started_at")


@dataclass(frozen=True)
class ContextChoice:
    value: str
    label: str
    is_on: bool


@dataclass(frozen=True)
class FormPage:
    """Everything the template of the log form asks for."""

    form: LogForm
    frame: FormFrame
    url: str
    log: SessionLog | None = None
    shown: str = ""
    # Kept on a device for when there is no network: nothing on it can ask the server.
    is_blank: bool = False

    def with_form(self, form: LogForm) -> Self:
        return replace(self, form=form)

    @cached_property
    def sections(self) -> list[Section]:
        return sections(self.form, extras_label=_("In this setting"))

    @cached_property
    def checklist(self) -> Layout:
        return checklist_layout(self.form, drawn=self.sections)

    @property
    def meta(self) -> list[BoundField]:
        """Facts that are right nine times in ten, drawn plainly: every form carries them."""
        return [self.form[name] for name in META]

    @property
    def strain(self) -> Layout:
        return strain_layout(self.form)

    @property
    def threads(self) -> list[tuple[Layout, Layout]]:
        return thread_layouts(self.form)

    @property
    def review(self) -> Layout:
        return review_layout(self.form)

    @property
    def total(self) -> int:
        return len(self.form.items)

    @property
    def answered(self) -> int:
        return self.form.answered

    @property
    def is_strained(self) -> bool:
        return bool(self.form["rupture"].value() == "yes")

    @property
    def shows_contexts(self) -> bool:
        return self.shown == "contexts"

    @property
    def shows_meta(self) -> bool:
        """The four facts are folded away unless one of them is missing or wrong."""
        wrong = set(META) & set(self.form.errors)
        is_search = not self.frame.client and len(self.frame.clients) > MOST_CLIENTS_IN_A_LIST
        return bool(wrong) or is_search or self.is_blank

    @property
    def held_on(self) -> date | str:
        """The day as a date, also where it was typed; what is no date as it was typed."""
        said = self.form["held_on"].value() or ""
        try:
            return said if isinstance(said, date) else date.fromisoformat(said)
        except ValueError:
            return str(said)

    @property
    def setting_words(self) -> str:
        return str(dict(SessionLog.Setting.choices).get(self.form["setting"].value(), ""))

    @property
    def readers_words(self) -> str:
        return get_text_list(list(self.frame.readers), _("and"))

    @property
    def contexts_said(self) -> list[str]:
        return list(self.form["contexts"].value() or [])

    @property
    def context_words(self) -> str:
        """The contexts in force, for a quiet line; that one is in training needs no reminder."""
        tags = self.frame.checklist.contexts
        shown = self.form.contexts - {TRAINEE}
        return ", ".join(tags[tag].label for tag in tags if tag in shown)

    @property
    def context_choices(self) -> list[ContextChoice]:
        """Each context once: to add it, or to leave out one that follows from facts."""
        said = set(self.contexts_said)
        return [
            ContextChoice(LEFT_OUT + tag.id, _("Not: %s") % tag.label, LEFT_OUT + tag.id in said)
            if tag.id in self.form.derived
            else ContextChoice(tag.id, tag.label, tag.id in said)
            for tag in self.frame.checklist.contexts.values()
        ]

    @property
    def crisis_notice(self) -> str:
        return guidance(self.frame.checklist.edition).limits.crisis_notice_clinician

    @property
    def other_form(self) -> str:
        return "core" if self.form.form_name == "full" else "full"


def wanted_form(request: MemberRequest, *, otherwise: str) -> str:
    """Core ten or all twenty: as posted, as asked in the address, as last time."""
    for said in (request.POST.get("show"), request.POST.get("form"), request.GET.get("form")):
        if said in FORMS:
            return said
    return otherwise


def redrawn_form(request: MemberRequest, *, frame: FormFrame, form: str) -> LogForm:
    """The form again with everything typed, because another part of it was asked for."""
    values: dict[str, Any] = posted_values(request.POST)
    values["form"] = form
    if request.POST.get("show") == "rupture":
        values["rupture"] = "yes"
    return LogForm(frame=frame, form=form, today=request.today, initial=values)


def form_answer(
    request: HttpRequest, page: FormPage, *, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    """The page of the form; 422 where it has something to say about what was typed."""
    shown = request.POST.get("show") or request.GET.get("show", "")
    page = replace(page, shown=shown)
    if page.form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "logbook/log_form.html", {"page": page, **more}, status=status)
