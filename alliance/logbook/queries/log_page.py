"""One log with its words, for those who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist
from alliance.catalogue.ruptures import RuptureEntry, RuptureField
from alliance.logbook.access import can_read_reflection
from alliance.logbook.models import LogVersion, Reflection, Rupture, RuptureStep, SessionLog
from alliance.logbook.queries.withheld import without_held_words
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.vault.data_keys import DataKey
from alliance.web.prepared import prepared

STEP_CODES = ["status", "may_have_felt", "strand", "noticed_by", "repair_steps"]
STEP_WORDS = ["what_happened", "client_response", "next_step"]


@dataclass(frozen=True)
class Step:
    """What this log says about one rupture: codes and words by field name."""

    rupture_id: UUID
    is_opening: bool
    status: str
    fields: Mapping[str, Any]

    @property
    def mark(self) -> str:
        return "repaired" if self.status == Rupture.Status.LET_GO else self.status


@dataclass(frozen=True)
class StepWords:
    """A step for reading: what the catalogue's fields are called, and what was said."""

    mark: str
    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class RatedDomain:
    """A domain with the statements that were asked and the words that were answered."""

    label: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class LogPage:
    """A log opened. `reflection` is empty for everyone but its author."""

    log: SessionLog
    reflection: str
    shared_note: str
    supervision_question: str
    intention: str
    steps: tuple[Step, ...]
    domains: tuple[RatedDomain, ...]
    contexts_said: list[str]
    earlier_versions: tuple[tuple[int, datetime], ...]

    @property
    def step_words(self) -> list[StepWords]:
        entry = checklist(self.log.edition).rupture_entry
        return [step_in_words(step, entry=entry) for step in self.steps]


def log_page(
    log: SessionLog, *, reader: Membership, derived: frozenset[str] = frozenset()
) -> LogPage:
    """`log` comes with its client and the client's key; `derived` are the contexts that follow
    from facts, where the page is for changing it. Raises Unreadable.
    """
    key = key_of(log.client)
    without_held_words([log], reader=reader)
    return LogPage(
        log=log,
        reflection=_reflection(log, reader=reader, key=key),
        shared_note=opened(log, column="shared_note", key=key),
        supervision_question=opened(log, column="supervision_question", key=key),
        intention=opened(log, column="intention", key=key),
        steps=tuple(_steps(log, reader=reader, key=key)),
        domains=tuple(_domains(log)),
        contexts_said=_said(log, derived=derived),
        earlier_versions=_earlier_versions(log, reader=reader),
    )


def _earlier_versions(log: SessionLog, *, reader: Membership) -> tuple[tuple[int, datetime], ...]:
    """For its author; a supervisor is shown what changed since a sign-off."""
    if log.author_id != reader.pk:
        return ()
    versions = LogVersion.objects.filter(clinic=log.clinic_id, log=log)
    return tuple(versions.values_list("version", "written_at"))


def _reflection(log: SessionLog, *, reader: Membership, key: DataKey) -> str:
    if not can_read_reflection(reader, log):
        return ""
    reflection = Reflection.objects.of_author(reader).filter(log=log).first()
    return opened(reflection, column="text", key=key) if reflection else ""


def _steps(log: SessionLog, *, reader: Membership, key: DataKey) -> list[Step]:
    steps = without_held_words(_told_in(log), reader=reader)
    return [
        read_step(
            step,
            is_opening=step.rupture.opened_in_id == log.pk,
            kind=step.rupture.kind,
            key=key,
        )
        for step in steps
    ]


@prepared
def _told_in(log: SessionLog) -> QuerySet[RuptureStep]:
    told = RuptureStep.objects.filter(clinic=log.clinic_id, log=log)
    return told.select_related("rupture", "log")


def read_step(step: RuptureStep, *, is_opening: bool, kind: str, key: DataKey) -> Step:
    """A stored step with its words opened. Raises Unreadable."""
    return Step(
        rupture_id=step.rupture_id,
        is_opening=is_opening,
        status=step.status,
        fields={
            "kind": kind,
            "take_to_supervision": step.take_to_supervision,
            **{name: getattr(step, name) for name in STEP_CODES},
            **{name: opened(step, column=name, key=key) for name in STEP_WORDS},
        },
    )


def _domains(log: SessionLog) -> list[RatedDomain]:
    """What was answered, in the words of the edition it was asked in."""
    asked = checklist(log.edition)
    labels = {domain.id: domain.label for domain in asked.domains}
    grouped: dict[str, list[tuple[str, str]]] = {}
    for item_id, item in asked.items_and_extras.items():
        if item_id in log.ratings:
            rating = log.ratings[item_id]
            word = item.not_applicable_label if rating == "na" else asked.scale.word(rating)
            label = labels.get(item.domain or "", "")
            grouped.setdefault(label, []).append((item.wording(log.contexts), word or ""))
    return [RatedDomain(label=label, answers=answers) for label, answers in grouped.items()]


def _said(log: SessionLog, *, derived: frozenset[str]) -> list[str]:
    """The contexts as the form says them: those added, and "-" before derived ones left out."""
    added = [tag for tag in log.contexts if tag not in derived]
    return added + [f"-{tag}" for tag in sorted(derived) if tag not in log.contexts]


def step_in_words(step: Step, *, entry: RuptureEntry) -> StepWords:
    """As a session's log tells it, in the words of the catalogue."""
    rows = []
    for asked in entry.fields:
        said = step.fields.get(asked.name)
        if not said or (asked.name == "kind" and not step.is_opening):
            continue
        rows.append((asked.label, said_in_words(said, asked=asked)))
    title = _("A rupture was marked") if step.is_opening else _("A rupture was taken up")
    return StepWords(mark=step.mark, title=title, rows=rows)


def said_in_words(said: Any, *, asked: RuptureField) -> str:
    """What stands in one field of a step, in the words of the catalogue; nothing for nothing."""
    if not said:
        return ""
    labels = dict(asked.choices)
    if asked.type == "multi":
        return " · ".join(labels.get(value, value) for value in said)
    if asked.type == "choice":
        return labels.get(said, str(said))
    return _("Yes") if asked.type == "bool" else str(said)
