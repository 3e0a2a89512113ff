"""The log form: the fields of docs/log-form.md, and what they mean together."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from alliance.catalogue.items import InvalidRating, Item
from alliance.logbook.entries import LogEntry, Rating, StrainEntry
from alliance.logbook.forms.fields import ClientField
from alliance.logbook.forms.for_supervision import supervision_fields
from alliance.logbook.forms.strain import strain_entry, strain_fields
from alliance.logbook.models import SessionLog, Suggestion
from alliance.logbook.queries.form_frame import FormFrame
from alliance.people.models import Membership
from alliance.web.words_field import WordsField

RATING = "rating-"
RUPTURE = "rupture-"
THREAD = "thread-"
TRIED = "-tried"
CARD = "card-"
LEFT_OUT = "-"
CONTROL = {"class": "form-control"}
CHOICE = {"class": "form-select"}
MOST_REFLECTION = 20_000
MOST_SHARED_NOTE = 4_000
ALREADY_SAVED = _(
    "This form was saved for %(code)s a moment ago, and that log stands. Save again to log it for "
    "this client as well."
)
UNKNOWN_STATEMENT = _(
    "This page carries a statement that the checklist doesn’t have. Load it again; what you wrote "
    "is kept as a draft."
)


class LogForm(forms.Form):
    """One session. Only the client, the date, length and setting are required."""

    held_on = forms.DateField(
        label=_("Date"),
        widget=forms.DateInput(attrs={"type": "date", **CONTROL}, format="%Y-%m-%d"),
    )
    started_at = forms.TimeField(
        label=_("Began at (optional)"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", **CONTROL}, format="%H:%M"),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=600,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", **CONTROL}),
        error_messages={
            "min_value": _("A session lasts at least a minute."),
            "max_value": _("More than 600 minutes. Log a longer day as several sessions."),
        },
    )
    setting = forms.ChoiceField(
        label=_("Setting"), choices=SessionLog.Setting, widget=forms.Select(attrs=CHOICE)
    )
    form = forms.ChoiceField(choices=Membership.LogForm, widget=forms.HiddenInput, required=False)
    reflection = WordsField(label=_("Private reflection"), most=MOST_REFLECTION, rows=3)
    shared_note = WordsField(label=_("Note for supervision"), most=MOST_SHARED_NOTE, rows=2)
    intention_card = forms.SlugField(required=False, widget=forms.HiddenInput, max_length=60)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, frame: FormFrame, form: str, today: date, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.frame, self.today, self.form_name = frame, today, form
        self.use_required_attribute = False
        self.contexts = self._contexts()
        self.items = (
            *frame.checklist.items_for(form),  # type: ignore[arg-type]
            *frame.checklist.extras_for(self.contexts),
        )
        self._add_fields()

    # --- fields that follow from the catalogue and the client -------------------------------

    def _add_fields(self) -> None:
        frame = self.frame
        self.fields["reflection"].widget.attrs["aria-describedby"] = "reflection-who"
        self.fields["shared_note"].widget.attrs["aria-describedby"] = "shared-who"
        self.fields["client"] = ClientField(
            frame.clients,
            label=_("Client"),
            error_messages={"required": _("Choose whom this session was with.")},
        )
        self.fields["contexts"] = forms.MultipleChoiceField(
            label=_("About this session"),
            choices=self._context_choices(),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        for item in self.items:
            self.fields[RATING + item.id] = self._rating_field(item)
        self.fields["rupture"] = _choice(_("Did something strain between you?"), YES_NO)
        self.fields |= strain_fields(frame.checklist.rupture_entry, prefix=RUPTURE)
        self.fields |= supervision_fields(days=frame.holding_back_days)
        self._add_questions_about_before()
        asked = frame.checklist.intention
        outcomes = [(option.value, option.label) for option in asked.review_options]
        self.fields["last_intention"] = _choice(asked.review_question, outcomes)
        self.fields["intention"] = WordsField(
            label=asked.label, most=asked.max_chars, help_text=asked.help
        )

    def _add_questions_about_before(self) -> None:
        """Where open ruptures stand, and how the cards taken last time turned out."""
        asked_of = self.frame.checklist.rupture_entry
        stands = {**dict(asked_of.field("status").choices), "open": _("Still open")}
        for thread in self.frame.threads:
            name = f"{THREAD}{thread.rupture_id}"
            since = {"kind": thread.kind, "day": date_format(thread.opened_on, "j M")}
            self.fields[name] = _choice(
                _("%(kind)s, since %(day)s") % since,
                [("", _("It did not come up")), *stands.items()],
            )
            self.fields[f"{name}{TRIED}"] = forms.MultipleChoiceField(
                label=_("What was tried"),
                choices=asked_of.field("repair_steps").choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for card in self.frame.taken:
            self.fields[f"{CARD}{card.suggestion_id}"] = _choice(
                card.title, Suggestion.Outcome.choices
            )

    def _rating_field(self, item: Item) -> forms.ChoiceField:
        scale = self.frame.checklist.scale
        choices: list[tuple[str, str]] = [(str(value), word) for value, word in scale.points]
        choices.append(("unsure", scale.unsure))
        if item.not_applicable_label:
            choices.append(("na", item.not_applicable_label))
        last = self.frame.last_ratings.get(item.id)
        return _choice(
            item.wording(self.contexts),
            choices,
            help_text=_("Last time: %s") % scale.word(last) if last is not None else item.help,
        )

    # --- contexts: what follows from facts, what was added, what was left out ----------------

    def _posted(self, name: str) -> list[str]:
        if self.data and hasattr(self.data, "getlist"):
            return list(self.data.getlist(name))
        value = self.initial.get(name, [])
        return list(value) if isinstance(value, list | tuple) else [value]

    def _contexts(self) -> frozenset[str]:
        said = self._posted("contexts")
        setting = (self._posted("setting") or [self.frame.setting])[0]
        added = {tag for tag in said if tag in self.frame.checklist.contexts}
        left_out = {tag.removeprefix(LEFT_OUT) for tag in said if tag.startswith(LEFT_OUT)}
        self.derived = self.frame.contexts_of(setting)
        return frozenset((self.derived | added) - left_out)

    def _context_choices(self) -> list[tuple[str, str]]:
        tags = self.frame.checklist.contexts.values()
        choices = [(tag.id, tag.label) for tag in tags]
        return choices + [(LEFT_OUT + tag.id, tag.label) for tag in tags if tag.is_derived]

    # --- cleaning ------------------------------------------------------------------------------

    def clean_held_on(self) -> date:
        held_on: date = self.cleaned_data["held_on"]
        if held_on > self.today:
            raise forms.ValidationError(_("This day hasn't come yet. Log the session afterwards."))
        return held_on

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        client, held_on = values.get("client"), values.get("held_on")
        if client and held_on and held_on < client.started_on:
            day = date_format(client.started_on)
            self.add_error(
                "held_on",
                _("%(code)s was first seen on %(day)s. If that is wrong, change it on their page.")
                % {"code": client.code, "day": day},
            )
        if values.get("rupture") == "yes":
            for name in ("kind", "status"):
                if not values.get(RUPTURE + name) and RUPTURE + name not in self.errors:
                    self.add_error(RUPTURE + name, _("Choose one, so that it can be followed."))
        self._check_other_ratings()
        if held_on:
            self._check_ruptures(values, held_on=held_on)
        return values

    def _check_ruptures(self, values: dict[str, Any], *, held_on: date) -> None:
        """None is closed, or taken up at all, before it began."""
        for thread in self.frame.threads:
            name = f"{THREAD}{thread.rupture_id}"
            if values.get(name) and held_on < thread.opened_on:
                sentence = _(
                    "This rupture began on %s, after this session. Choose “It did not come up”, "
                    "or correct the date."
                )
                self.add_error(name, sentence % date_format(thread.opened_on, "j F Y"))
        taken_up_on = self.frame.taken_up_on
        if taken_up_on and held_on > taken_up_on:
            sentence = _("The rupture that began in this session was taken up on %s already.")
            self.add_error("held_on", sentence % date_format(taken_up_on, "j F Y"))

    def _check_other_ratings(self) -> None:
        """Ratings beyond the statements shown: of the longer form, or of no checklist at all."""
        self.other_ratings: dict[str, Rating] = {}
        for name in self.data:
            if name.startswith(RATING) and name not in self.fields and self.data[name]:
                item_id, said = name.removeprefix(RATING), self.data[name]
                rating: Rating = int(said) if said in {"1", "2", "3", "4", "5"} else said
                try:
                    self.frame.checklist.check_ratings({item_id: rating})
                except InvalidRating:
                    self.add_error(None, UNKNOWN_STATEMENT)
                    return
                self.other_ratings[item_id] = rating

    # --- values ----------------------------------------------------------------------------------

    def ratings(self) -> dict[str, Rating]:
        """Item id to answer, as posted; unanswered items are absent."""
        answered: dict[str, Rating] = {}
        for item in self.items:
            said = self.cleaned_data.get(RATING + item.id)
            if said:
                answered[item.id] = int(said) if said.isdigit() else said
        return answered | self.other_ratings

    def entry(self) -> LogEntry:
        values = self.cleaned_data
        return LogEntry(
            held_on=values["held_on"],
            started_at=values["started_at"],
            minutes=values["minutes"],
            setting=values["setting"],
            form=values["form"] or self.form_name,
            contexts=tuple(sorted(self.contexts)),
            ratings=self.ratings(),
            reflection=values["reflection"],
            shared_note=values["shared_note"],
            for_supervision=values["for_supervision"] or bool(values["supervision_question"]),
            supervision_question=values["supervision_question"],
            hold_back=values.get("hold_back", False),
            intention=values["intention"],
            intention_card=values["intention_card"] if values["intention"] else "",
            last_intention=values["last_intention"],
            rupture=strain_entry(values, prefix=RUPTURE) if values["rupture"] == "yes" else None,
            threads={
                thread.rupture_id: StrainEntry(
                    status=said,
                    repair_steps=tuple(values[f"{THREAD}{thread.rupture_id}{TRIED}"]),
                )
                for thread in self.frame.threads
                if (said := values[f"{THREAD}{thread.rupture_id}"])
            },
            outcomes={
                card.suggestion_id: said
                for card in self.frame.taken
                if (said := values[f"{CARD}{card.suggestion_id}"])
            },
        )

    def go_on_as_new(self, *, code: str) -> None:
        """This form made a log about another client before; saved again it makes one of its own."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["submission"] = str(uuid.uuid4())
        self.data = data
        self.add_error("client", ALREADY_SAVED % {"code": code})

    @property
    def answered(self) -> int:
        """How many of the statements shown have an answer, checked or not."""
        return sum(bool(self[RATING + item.id].value()) for item in self.items)


YES_NO = [("no", _("No")), ("yes", _("Yes"))]


def _choice(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers shown.")},
        **kwargs,
    )
