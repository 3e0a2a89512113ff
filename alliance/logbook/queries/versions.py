"""How a log read before it was changed, for its author."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alliance.catalogue.load import checklist
from alliance.logbook.models import (
    LogVersion,
    Reflection,
    ReflectionVersion,
    RuptureStep,
    SessionLog,
)
from alliance.logbook.queries.log_page import STEP_CODES, STEP_WORDS, Step, step_in_words
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
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


@dataclass(frozen=True)
class Change:
    """One thing that differs between two versions, in words; empty where there was nothing."""

    label: str
    before: str
    now: str


@dataclass(frozen=True)
class EarlierVersion:
    number: int
    written_at: datetime
    rows: tuple[tuple[str, str], ...]


def content_of(log: SessionLog, *, key: DataKey) -> dict[str, Any]:
    """How the log stands now; the reflection is kept elsewhere. Raises Unreadable."""
    content: dict[str, Any] = {name: getattr(log, name) for name in PLAIN_FIELDS}
    content |= {name: opened(log, column=name, key=key) for name in SEALED_FIELDS}
    content["ruptures"] = _told_of_ruptures(log, key=key)
    return content


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
            **{name: opened(step, column=name, key=key) for name in STEP_WORDS},
        }
        for step in steps.order_by("noted_at")
    ]


def changes_since(log: SessionLog, *, version: int, key: DataKey) -> list[Change]:
    """What differs between the log as `version` had it and as it stands, for a supervisor.

    Nothing where the words of either are held back, or that version isn't kept. Raises Unreadable.
    """
    kept = LogVersion.objects.filter(clinic=log.clinic_id, log=log, version=version).first()
    if kept is None or log.held_back_until is not None:
        return []
    before = json.loads(opened(kept, column="content", key=key))
    now = json.loads(json.dumps(content_of(log, key=key), default=str))
    then, since = dict(_rows(before, log=log)), dict(_rows(now, log=log))
    return [
        Change(label, then.get(label, ""), since.get(label, ""))
        for label in {**then, **since}
        if then.get(label) != since.get(label)
    ]


def earlier_versions(log: SessionLog, *, author: Membership) -> list[EarlierVersion]:
    """Newest first. `log` comes with its client and the client's key. Raises Unreadable."""
    key = key_of(log.client)
    reflections = _reflections(log, author=author, key=key)
    return [
        EarlierVersion(
            number=version.version,
            written_at=version.written_at,
            rows=tuple(
                _rows(
                    json.loads(opened(version, column="content", key=key)),
                    log=log,
                    reflection=_reflection_at(version.version, reflections),
                )
            ),
        )
        for version in LogVersion.objects.filter(clinic=log.clinic_id, log=log)
    ]


def _reflections(log: SessionLog, *, author: Membership, key: DataKey) -> dict[int, str]:
    """The reflection as it stands and as it stood before each change, by the log's version."""
    stands = Reflection.objects.of_author(author).filter(log=log).first()
    before: Any = ReflectionVersion.objects.of_author(author).filter(log=log)
    found = {row.version: opened(row, column="text", key=key) for row in before}
    return found | {log.version: opened(stands, column="text", key=key) if stands else ""}


def _reflection_at(version: int, reflections: dict[int, str]) -> str:
    """One is kept when it is replaced: it held until then from the change before."""
    return reflections[min(number for number in reflections if number >= version)]


def _rows(
    content: dict[str, Any], *, log: SessionLog, reflection: str = ""
) -> Iterator[tuple[str, str]]:
    asked = checklist(log.edition)
    yield _("Date"), date_format(date.fromisoformat(content["held_on"]))
    yield _("Minutes"), str(content["minutes"])
    for item_id, rating in content["ratings"].items():
        if item_id in asked.items_and_extras:
            item = asked.item(item_id)
            yield item.wording(content["contexts"]), asked.scale.word(rating)
    for told in content.get("ruptures", ()):
        step = Step(UUID(told["rupture"]), told["is_opening"], told["status"], told)
        said = step_in_words(step, entry=asked.rupture_entry)
        yield said.title, "; ".join(f"{label}: {words}" for label, words in said.rows)
    words = [
        (_("Private reflection"), reflection),
        (_("Note for supervision"), content["shared_note"]),
        (_("Question for supervision"), content.get("supervision_question", "")),
        (_("Intention"), content["intention"]),
    ]
    yield from ((label, text) for label, text in words if text)
