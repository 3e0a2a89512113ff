"""Keeping the words of a log: its reflection and how everything read before a change."""

import json
from typing import Any

from alliance.logbook.models import (
    Draft,
    LogVersion,
    Reflection,
    ReflectionVersion,
    RuptureStep,
    SessionLog,
)
from alliance.logbook.sealing import opened, sealed
from alliance.vault.data_keys import DataKey

# What stands on the form, words aside.
PLAIN_FIELDS = [
    "held_on",
    "started_at",
    "minutes",
    "setting",
    "form",
    "contexts",
    "ratings",
    "intention_card",
    "last_intention",
    "for_supervision",
]
SEALED_FIELDS = ["shared_note", "supervision_question", "intention"]
FORM_FIELDS = [*PLAIN_FIELDS, *SEALED_FIELDS, "held_back_until"]
STEP_CODES = ["status", "may_have_felt", "strand", "noticed_by", "repair_steps"]
STEP_FIELDS = ["what_happened", "client_response", "next_step"]


def keep_reflection(log: SessionLog, *, text: str, key: DataKey) -> None:
    """A new log's reflection; none if nothing was written."""
    if text:
        reflection = Reflection(clinic_id=log.clinic_id, log=log, author_id=log.author_id)
        reflection.text = sealed(text, row=reflection, column="text", key=key)
        reflection.save(force_insert=True)


def change_reflection(log: SessionLog, *, text: str, key: DataKey) -> None:
    """Replace a log's reflection and keep the one before, for its author."""
    reflection = Reflection.objects.filter(clinic=log.clinic_id, log=log).first()
    if reflection is None:
        keep_reflection(log, text=text, key=key)
        return
    before = opened(reflection, column="text", key=key)
    if before == text:
        return
    version = ReflectionVersion(
        clinic_id=log.clinic_id, log=log, author_id=log.author_id, version=log.version
    )
    version.text = sealed(before, row=version, column="text", key=key)
    version.save(force_insert=True)
    reflection.text = sealed(text, row=reflection, column="text", key=key)
    reflection.save(update_fields=["text"])


def keep_version(log: SessionLog, *, key: DataKey) -> None:
    """Keep how the log stands now, before it is changed. The reflection is kept elsewhere."""
    content: dict[str, Any] = {name: getattr(log, name) for name in PLAIN_FIELDS}
    content |= {name: opened(log, column=name, key=key) for name in SEALED_FIELDS}
    content["ruptures"] = _told_of_ruptures(log, key=key)
    version = LogVersion(
        clinic_id=log.clinic_id,
        log=log,
        author_id=log.author_id,
        version=log.version,
        written_at=log.changed_at,
    )
    text = json.dumps(content, default=str)
    version.content = sealed(text, row=version, column="content", key=key)
    version.save(force_insert=True)


def _told_of_ruptures(log: SessionLog, *, key: DataKey) -> list[dict[str, Any]]:
    """What the log says of the rupture it opened and of those it took up."""
    steps = RuptureStep.objects.filter(clinic=log.clinic_id, log=log).select_related("rupture")
    return [
        {
            "rupture": str(step.rupture_id),
            "is_opening": step.rupture.opened_in_id == log.pk,
            "kind": step.rupture.kind,
            "take_to_supervision": step.take_to_supervision,
            **{name: getattr(step, name) for name in STEP_CODES},
            **{name: opened(step, column=name, key=key) for name in STEP_FIELDS},
        }
        for step in steps.order_by("noted_at")
    ]


def reseal(log: SessionLog, *, old: DataKey, new: DataKey) -> None:
    """Seal everything that hangs on a log with another client's key: it moves to that client."""
    for name in SEALED_FIELDS:
        setattr(log, name, sealed(opened(log, column=name, key=old), row=log, column=name, key=new))
    hanging: list[tuple[Any, str]] = [
        (Reflection, "text"),
        (ReflectionVersion, "text"),
        (LogVersion, "content"),
        (Draft, "content"),
        *((RuptureStep, name) for name in STEP_FIELDS),
    ]
    for model, column in hanging:
        for row in model._default_manager.filter(clinic=log.clinic_id, log=log):
            words = opened(row, column=column, key=old)
            setattr(row, column, sealed(words, row=row, column=column, key=new))
            row.save(update_fields=[column])
