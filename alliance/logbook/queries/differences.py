"""What stands in a log beside what someone has just typed over an older version of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist
from alliance.catalogue.ruptures import RuptureField
from alliance.logbook.entries import LogEntry, StrainEntry
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.log_page import LogPage, Step, said_in_words


@dataclass(frozen=True)
class Difference:
    """One thing that differs: its name, what is stored now, what was typed."""

    label: str
    stored: str
    typed: str


def differences(stored: LogPage, *, typed: LogEntry) -> list[Difference]:
    return [row for row in _rows(stored, typed) if row.stored != row.typed]


def _rows(stored: LogPage, typed: LogEntry) -> Iterator[Difference]:
    log = stored.log
    yield Difference(_("Date"), date_format(log.held_on), date_format(typed.held_on))
    yield Difference(_("Minutes"), str(log.minutes), str(typed.minutes))
    settings = dict(SessionLog.Setting.choices)
    yield Difference(_("Setting"), str(settings[log.setting]), str(settings[typed.setting]))
    yield from _rating_rows(log, typed)
    yield from _strain_rows(stored, typed)
    yield Difference(_("Private reflection"), stored.reflection, typed.reflection)
    yield Difference(_("Note for supervision"), stored.shared_note, typed.shared_note)
    yield Difference(
        _("Question for supervision"), stored.supervision_question, typed.supervision_question
    )
    yield Difference(_("Intention"), stored.intention, typed.intention)


def _rating_rows(log: SessionLog, typed: LogEntry) -> Iterator[Difference]:
    asked = checklist(log.edition)
    for item_id, item in asked.items_and_extras.items():
        before, after = log.ratings.get(item_id), typed.ratings.get(item_id)
        yield Difference(
            item.wording(log.contexts),
            asked.scale.word(before) if before is not None else _("no answer"),
            asked.scale.word(after) if after is not None else _("no answer"),
        )


def _strain_rows(stored: LogPage, typed: LogEntry) -> Iterator[Difference]:
    """The rupture that this log opens, then those it takes up, field by field."""
    asked = checklist(stored.log.edition).rupture_entry
    opening = next((step for step in stored.steps if step.is_opening), None)
    yield from _told(opening, typed.rupture, fields=asked.fields)
    taken_up = {step.rupture_id: step for step in stored.steps if not step.is_opening}
    of_thread = [asked.field("status"), asked.field("repair_steps")]
    for rupture_id in {**taken_up, **typed.threads}:
        before, after = taken_up.get(rupture_id), typed.threads.get(rupture_id)
        yield from _told(before, after, fields=of_thread)


def _told(
    before: Step | None, after: StrainEntry | None, *, fields: Sequence[RuptureField]
) -> Iterator[Difference]:
    for asked in fields:
        stored = before.fields.get(asked.name) if before else None
        said = getattr(after, asked.name) if after else None
        yield Difference(
            asked.label, said_in_words(stored, asked=asked), said_in_words(said, asked=asked)
        )
