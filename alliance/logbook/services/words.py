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
from alliance.logbook.queries.log_page import STEP_WORDS
from alliance.logbook.queries.versions import PLAIN_FIELDS, SEALED_FIELDS, content_of
from alliance.logbook.sealing import opened, sealed
from alliance.vault.data_keys import DataKey

FORM_FIELDS = [*PLAIN_FIELDS, *SEALED_FIELDS, "held_back_until"]


def keep_reflection(log: SessionLog, *, text: str, key: DataKey) -> None:
    """A new log's reflection; none if nothing was written."""
    if text:
        reflection = Reflection(clinic_id=log.clinic_id, log=log, author_id=log.author_id)
        reflection.text = sealed(text, row=reflection, column="text", key=key)
        reflection.save(force_insert=True)


def change_reflection(log: SessionLog, *, text: str, key: DataKey) -> None:
    """Replace a log's reflection and keep the one before, for its author; also that it was none."""
    reflection = Reflection.objects.filter(clinic=log.clinic_id, log=log).first()
    before = opened(reflection, column="text", key=key) if reflection else ""
    if before == text:
        return
    version = ReflectionVersion(
        clinic_id=log.clinic_id, log=log, author_id=log.author_id, version=log.version
    )
    version.text = sealed(before, row=version, column="text", key=key)
    version.save(force_insert=True)
    if reflection is None:
        keep_reflection(log, text=text, key=key)
        return
    reflection.text = sealed(text, row=reflection, column="text", key=key)
    reflection.save(update_fields=["text"])


def keep_version(log: SessionLog, *, key: DataKey) -> None:
    """Keep how the log stands now, before it is changed. The reflection is kept elsewhere."""
    version = LogVersion(
        clinic_id=log.clinic_id,
        log=log,
        author_id=log.author_id,
        version=log.version,
        written_at=log.changed_at,
    )
    text = json.dumps(content_of(log, key=key), default=str)
    version.content = sealed(text, row=version, column="content", key=key)
    version.save(force_insert=True)


def reseal(log: SessionLog, *, old: DataKey, new: DataKey) -> None:
    """Seal everything that hangs on a log with another client's key: it moves to that client."""
    for name in SEALED_FIELDS:
        setattr(log, name, sealed(opened(log, column=name, key=old), row=log, column=name, key=new))
    hanging: list[tuple[Any, str]] = [
        (Reflection, "text"),
        (ReflectionVersion, "text"),
        (LogVersion, "content"),
        (Draft, "content"),
        *((RuptureStep, name) for name in STEP_WORDS),
        *_hung_from_above(),
    ]
    for model, column in hanging:
        for row in model._default_manager.filter(clinic=log.clinic_id, log=log):
            reseal_row(row, column=column, old=old, new=new)


def reseal_row(row: Any, *, column: str, old: DataKey, new: DataKey) -> None:
    words = opened(row, column=column, key=old)
    setattr(row, column, sealed(words, row=row, column=column, key=new))
    row.save(update_fields=[column])


def _hung_from_above() -> list[tuple[Any, str]]:
    """What packages that build on this one seal with a client's key, as their models say."""
    pointing: set[Any] = {relation.related_model for relation in SessionLog._meta.related_objects}
    return [
        (model, column) for model in pointing for column in getattr(model, "sealed_for_client", ())
    ]
