"""Drafts: what stands on the form is kept as it is typed, sealed, until the log is saved."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alliance.logbook.models import Client, Draft, SessionLog
from alliance.logbook.sealing import key_of, sealed
from alliance.people.models import Membership

type Fields = Mapping[str, Sequence[str]]


class AlreadySaved(Exception):
    """The form behind this draft was saved as a log; a late autosave has nothing to keep."""


@transaction.atomic
def save_draft(
    submission: UUID,
    *,
    client: Client,
    fields: Fields,
    answered: int,
    held_on: date | None,
    log: SessionLog | None,
    by: Membership,
) -> Draft:
    """Keep the posted `fields` for this form. Drafts are not a record: no audit note.

    Raises AlreadySaved.
    """
    if SessionLog.objects.submitted_as(submission, by=by).exists():
        raise AlreadySaved
    draft = _draft_of(submission, client=client, by=by)
    draft.client, draft.log = client, log
    draft.answered, draft.held_on = answered, held_on
    draft.saved_at = timezone.now()
    words = json.dumps({name: list(values) for name, values in fields.items()})
    draft.content = sealed(words, row=draft, column="content", key=key_of(client))
    draft.save(force_update=True)
    return draft


def _draft_of(submission: UUID, *, client: Client, by: Membership) -> Draft:
    """The draft of this form, made if need be; two autosaves at once make one."""
    draft, _is_new = Draft.objects.select_for_update().get_or_create(
        clinic_id=by.clinic_id, author=by, submission=submission, defaults={"client": client}
    )
    return draft


def discard_draft(submission: UUID, *, by: Membership) -> None:
    """Nothing of it is kept."""
    Draft.objects.submitted_as(submission, by=by).delete()
