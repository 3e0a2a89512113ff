"""Values for a form that opens with something on it: a draft, a stored log, a page drawn again."""

import re
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from alliance.logbook.forms.log import RATING, RUPTURE, THREAD, TRIED
from alliance.logbook.queries.form_frame import FormFrame
from alliance.logbook.queries.log_page import LogPage

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

SEVERAL = {"contexts", f"{RUPTURE}may_have_felt", f"{RUPTURE}repair_steps"}


def fresh_values(frame: FormFrame, *, form: str, today: date) -> dict[str, Any]:
    """What a new form opens with: as last time, today, nothing rated."""
    return {
        "client": str(frame.client.pk) if frame.client else "",
        "held_on": today,
        "minutes": frame.minutes,
        "setting": frame.setting,
        "form": form,
        "contexts": list(frame.client.contexts) if frame.client else [],
        "version": 0,
        "submission": str(uuid.uuid4()),
    }


def posted_values(post: QueryDict) -> dict[str, Any]:
    """What was typed, to draw the form again without judging it yet."""
    return field_values({name: post.getlist(name) for name in post})


def named_ruptures(post: QueryDict) -> list[UUID]:
    """The ruptures that an answer came for."""
    said = (name.removeprefix(THREAD) for name in post if name.startswith(THREAD) and post[name])
    return [UUID(text) for text in said if _UUID.fullmatch(text)]


def field_values(fields: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Name → values as posted, to name → value as a form takes it."""
    return {
        name: list(values) if _is_several(name) else (values[-1] if values else "")
        for name, values in fields.items()
    }


def _is_several(name: str) -> bool:
    return name in SEVERAL or (name.startswith(THREAD) and name.endswith(TRIED))


def stored_values(page: LogPage, *, submission: str) -> dict[str, Any]:
    """A stored log as the form shows it."""
    log = page.log
    return {
        "client": str(log.client_id),
        "held_on": log.held_on,
        "started_at": log.started_at,
        "minutes": log.minutes,
        "setting": log.setting,
        "form": log.form,
        "contexts": page.contexts_said,
        "reflection": page.reflection,
        "shared_note": page.shared_note,
        "for_supervision": "on" if log.for_supervision else "",
        "supervision_question": page.supervision_question,
        "hold_back": "on" if log.held_back_until else "",
        "intention": page.intention,
        "intention_card": log.intention_card,
        "last_intention": log.last_intention,
        "version": log.version,
        "submission": submission,
        **{RATING + item_id: str(rating) for item_id, rating in log.ratings.items()},
        **_strain_values(page),
    }


def _strain_values(page: LogPage) -> dict[str, Any]:
    values: dict[str, Any] = {"rupture": ""}
    for step in page.steps:
        if not step.is_opening:
            values[f"{THREAD}{step.rupture_id}"] = step.status
            values[f"{THREAD}{step.rupture_id}{TRIED}"] = step.fields["repair_steps"]
            continue
        values["rupture"] = "yes"
        values |= {f"{RUPTURE}{name}": value for name, value in step.fields.items()}
    return values
