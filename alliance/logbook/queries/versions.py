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
from alliance.logbook.models import LogVersion, ReflectionVersion, SessionLog
from alliance.logbook.queries.log_page import Step, step_in_words
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership


@dataclass(frozen=True)
class EarlierVersion:
    number: int
    written_at: datetime
    rows: tuple[tuple[str, str], ...]


def earlier_versions(log: SessionLog, *, author: Membership) -> list[EarlierVersion]:
    """Newest first. `log` comes with its client and the client's key. Raises Unreadable."""
    key = key_of(log.client)
    of_log: Any = ReflectionVersion.objects.of_author(author).filter(log=log)
    reflections = {row.version: opened(row, column="text", key=key) for row in of_log}
    return [
        EarlierVersion(
            number=version.version,
            written_at=version.written_at,
            rows=tuple(
                _rows(
                    json.loads(opened(version, column="content", key=key)),
                    log=log,
                    reflection=reflections.get(version.version, ""),
                )
            ),
        )
        for version in LogVersion.objects.filter(clinic=log.clinic_id, log=log)
    ]


def _rows(
    content: dict[str, Any], *, log: SessionLog, reflection: str
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
